"""The outbox carries every kind of change: batches, fingerprints, prices, who is sending.

Revision ID: 0003
Revises: 0002
"""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """New columns of research/reliability.md 4.2; rows that exist get the fingerprint of their payload."""
    op.add_column("outbox", sa.Column("batch_id", sa.String(), nullable=True))
    op.add_column("outbox", sa.Column("seq", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("outbox", sa.Column("payload_sha", sa.String(), nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("confirmed_price", sa.String(), nullable=True))
    op.add_column("outbox", sa.Column("offered_price", sa.String(), nullable=True))
    op.add_column("outbox", sa.Column("lease_owner", sa.String(), nullable=True))
    op.add_column("outbox", sa.Column("first_sent_at", sa.String(), nullable=True))
    op.add_column("outbox", sa.Column("epoch", sa.Integer(), nullable=False, server_default="0"))
    connection = op.get_bind()
    for row in connection.execute(sa.text("SELECT op_id, payload FROM outbox")).all():
        connection.execute(
            sa.text("UPDATE outbox SET payload_sha = :sha, first_sent_at = last_sent_at WHERE op_id = :id"),
            {"sha": hashlib.sha256(row.payload.encode()).hexdigest(), "id": row.op_id},
        )
    op.create_index("ix_outbox_batch_id", "outbox", ["batch_id"])
    op.create_index("ix_outbox_state", "outbox", ["state"])
    op.create_index("ix_outbox_events_op_id", "outbox_events", ["op_id"])
