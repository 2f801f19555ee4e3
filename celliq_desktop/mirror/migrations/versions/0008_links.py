"""Links to cars of other services, those cars, and the errors they met.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Three tables."""
    op.create_table(
        "links",
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("remote_id", sa.String(), nullable=False),
        sa.Column("vehicle_id", sa.String(), nullable=False),
        sa.Column("vin", sa.String(), nullable=False),
        sa.Column("linked_by", sa.String(), nullable=False),
        sa.Column("linked_at", sa.String(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("provider", "remote_id", name="pk_links"),
    )
    op.create_index("ix_links_vehicle_id", "links", ["vehicle_id"])
    op.create_table(
        "remote_vehicles",
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("remote_id", sa.String(), nullable=False),
        sa.Column("integration_raw", sa.String(), nullable=False),
        sa.Column("make", sa.String(), nullable=True),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("trim", sa.String(), nullable=True),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("battery_kwh", sa.Double(), nullable=True),
        sa.Column("charge_limit_percent", sa.Double(), nullable=True),
        sa.Column("smart_charging", sa.Boolean(), nullable=True),
        sa.Column("latest_key", sa.String(), nullable=True),
        sa.Column("raw", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("provider", "remote_id", name="pk_remote_vehicles"),
    )
    op.create_table(
        "remote_errors",
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("remote_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("logged_at", sa.String(), nullable=False),
        sa.Column("status_code", sa.Integer(), nullable=True),
        sa.Column("error_code", sa.String(), nullable=True),
        sa.Column("error_type", sa.String(), nullable=True),
        sa.Column("command", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=True),
        sa.Column("raw", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("provider", "remote_id", "key", name="pk_remote_errors"),
    )
