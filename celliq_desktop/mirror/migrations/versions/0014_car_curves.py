"""The median charging power of each car.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table."""
    op.create_table(
        "car_curves",
        sa.Column("vehicle_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("median_kw", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("vehicle_id", "kind", name="pk_car_curves"),
    )
