"""Seller lists with their rows, and who was invited.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Three local tables."""
    op.create_table(
        "seller_lists",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("queued", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_seller_lists"),
    )
    op.create_table(
        "seller_rows",
        sa.Column("list_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("vin", sa.String(), nullable=False),
        sa.Column("seller_email", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("invite_key", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("list_id", "number", name="pk_seller_rows"),
    )
    op.create_table(
        "invites",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("vin", sa.String(), nullable=False),
        sa.Column("seller_email", sa.String(), nullable=False),
        sa.Column("asked_at", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("list_id", sa.String(), nullable=True),
        sa.Column("op_id", sa.String(), nullable=False),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("first_sent_at", sa.String(), nullable=True),
        sa.Column("last_sent_at", sa.String(), nullable=True),
        sa.Column("server_ref", sa.String(), nullable=True),
        sa.Column("expires_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_invites"),
    )
    op.create_index("ix_invites_vin", "invites", ["vin"])
    op.create_index("ix_invites_op_id", "invites", ["op_id"])
