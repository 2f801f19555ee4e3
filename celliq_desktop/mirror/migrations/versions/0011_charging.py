"""Charging sessions.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One mirrored table."""
    op.create_table(
        "charging_sessions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("evse_id", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.String(), nullable=True),
        sa.Column("ended_at", sa.String(), nullable=True),
        sa.Column("duration_s", sa.Integer(), nullable=True),
        sa.Column("energy_kwh", sa.String(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("prices", sa.String(), nullable=False),
        sa.Column("cost", sa.String(), nullable=True),
        sa.Column("raw", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_charging_sessions"),
    )
    op.create_index("ix_charging_sessions_started_at", "charging_sessions", ["started_at"])
