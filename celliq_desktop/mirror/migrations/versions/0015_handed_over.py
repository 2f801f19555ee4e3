"""Who a sealed file was handed to, and what for.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two columns of a local table; of files handed out before, nobody wrote it down."""
    with op.batch_alter_table("exports") as table:
        for name in ("recipient", "purpose"):
            table.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
