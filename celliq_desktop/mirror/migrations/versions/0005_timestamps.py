"""Whether a sealed file has its timestamp, is owed one, or can get none.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Files that were written before are owed nothing: no service had been chosen."""
    op.add_column("exports", sa.Column("timestamp_state", sa.String(), nullable=False, server_default="none"))
    op.add_column("exports", sa.Column("stamped_sha256", sa.String(), nullable=True))
