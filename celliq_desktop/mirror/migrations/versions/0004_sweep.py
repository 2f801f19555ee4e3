"""What a sweep remembers: the last row of a page, pages with their ETags, what is kept; reports can be gone, too.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns and tables of sweeps."""
    with op.batch_alter_table("sync_streams") as batch:
        batch.add_column(sa.Column("kept", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("last_id", sa.String(), nullable=True))
        batch.add_column(sa.Column("swept_at", sa.String(), nullable=True))
        batch.add_column(sa.Column("watermark", sa.String(), nullable=True))
        batch.add_column(sa.Column("since_ignored", sa.Boolean(), nullable=False, server_default="0"))
    with op.batch_alter_table("reports") as batch:
        batch.add_column(sa.Column("deleted_at", sa.String(), nullable=True))
    for table in ("vehicles", "reports"):
        for column in ("generation", "updated_at"):
            op.create_index(f"ix_{table}_deleted_at_{column}", table, ["deleted_at", column])
    op.create_table(
        "sync_pages",
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("ids", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("stream", "page", name="pk_sync_pages"),
    )
