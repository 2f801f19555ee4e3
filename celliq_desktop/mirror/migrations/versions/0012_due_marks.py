"""Marks of the cars a sync has work with, in place of an index that was read from end to end.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One mirrored table, every living car marked in it; estimates found by their algorithm; indexes of living rows
    only, which a search by ids is not led astray by."""
    op.create_table(
        "due",
        sa.Column("work", sa.String(), nullable=False),
        sa.Column("vehicle_id", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("work", "vehicle_id", name="pk_due"),
    )
    for work in ("readings", "estimate"):
        op.execute(
            sa.text(
                "INSERT INTO due (work, vehicle_id, times) SELECT :work, id, 1 FROM vehicles WHERE deleted_at IS NULL"
            ).bindparams(work=work)
        )
    op.drop_index("ix_vehicles_due", "vehicles")
    op.create_index("ix_estimates_algorithm", "estimates", ["algorithm"])
    living = sa.text("deleted_at IS NULL")
    for table in ("vehicles", "reports"):
        for column in ("generation", "updated_at"):
            op.drop_index(f"ix_{table}_deleted_at_{column}", table)
            op.create_index(f"ix_{table}_{column}", table, [column], sqlite_where=living, postgresql_where=living)
    op.create_index(
        "ix_vehicles_make_model", "vehicles", ["make", "model"], sqlite_where=living, postgresql_where=living
    )
