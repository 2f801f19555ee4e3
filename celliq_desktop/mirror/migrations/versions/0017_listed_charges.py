"""Lists of charges among the logs added by hand.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column of a local table; logs added before hold samples alone."""
    with op.batch_alter_table("manual_logs") as table:
        table.add_column(sa.Column("listed", sa.String(), nullable=False, server_default="[]"))
