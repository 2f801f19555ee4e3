"""Files of the ledger that are about to be written.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A column of a local table; every file of the ledger so far was noted after it was written."""
    with op.batch_alter_table("exports") as table:
        table.add_column(sa.Column("written", sa.Boolean(), nullable=False, server_default=sa.true()))
