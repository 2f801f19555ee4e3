"""What people know of a car: its capacity when new, and what workshops measured.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two tables."""
    op.create_table(
        "baselines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vehicle_id", sa.String(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("relative_sigma", sa.Double(), nullable=False),
        sa.Column("as_of", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("entered_at", sa.String(), nullable=True),
        sa.Column("withdrawn_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_baselines"),
    )
    op.create_index("ix_baselines_vehicle_id", "baselines", ["vehicle_id"])
    op.create_table(
        "workshop_results",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vehicle_id", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("soh_percent", sa.Double(), nullable=False),
        sa.Column("half_width", sa.Double(), nullable=True),
        sa.Column("tested_on", sa.String(), nullable=False),
        sa.Column("entered_at", sa.String(), nullable=True),
        sa.Column("withdrawn_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_workshop_results"),
    )
    op.create_index("ix_workshop_results_vehicle_id", "workshop_results", ["vehicle_id"])
