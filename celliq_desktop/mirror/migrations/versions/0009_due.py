"""What a sync asks of every car is answered from an index.

Revision ID: 0009
Revises: 0008
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The columns that say whether a car has news, in one index."""
    op.create_index(
        "ix_vehicles_due",
        "vehicles",
        [
            "deleted_at",
            "vin",
            "id",
            "status_raw",
            "last_sync_at",
            "readings_count",
            "updated_at",
        ],
    )
