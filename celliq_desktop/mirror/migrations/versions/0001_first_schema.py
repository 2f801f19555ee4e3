"""The first schema.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_STATES = (
    "state IN ('queued', 'sending', 'in_doubt', 'reconciling', 'needs_payment', 'needs_user', 'waiting', 'done', "
    "'rejected', 'failed', 'cancelled')"
)
_ACTIVE = "state IN ('queued', 'sending', 'in_doubt', 'reconciling', 'needs_payment', 'needs_user', 'waiting')"


def upgrade() -> None:
    """Every table of the first release."""
    op.create_table(
        "dealer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dealer_id", sa.String(), nullable=False),
        sa.Column("dealer_name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("contact_email", sa.String(), nullable=True),
        sa.Column("contact_phone", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("distance_unit", sa.String(), nullable=False),
        sa.Column("report_footer", sa.String(), nullable=True),
        sa.Column("updated_at", sa.String(), nullable=True),
        sa.Column("raw", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dealer"),
    )
    op.create_table(
        "estimates",
        sa.Column("vehicle_id", sa.String(), nullable=False),
        sa.Column("algorithm", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("soh_percent", sa.Double(), nullable=True),
        sa.Column("soh_low_percent", sa.Double(), nullable=True),
        sa.Column("soh_high_percent", sa.Double(), nullable=True),
        sa.Column("grade", sa.String(), nullable=True),
        sa.Column("sessions_used", sa.Integer(), nullable=False),
        sa.Column("sessions_found", sa.Integer(), nullable=False),
        sa.Column("dc_share_percent", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("vehicle_id", name="pk_estimates"),
    )
    op.create_table(
        "exports",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("report_id", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("seal_level", sa.String(), nullable=False),
        sa.Column("certificate_sha256", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_exports"),
    )
    op.create_index("ix_exports_report_id", "exports", ["report_id"])
    op.create_table(
        "meta",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )
    op.create_table(
        "outbox",
        sa.Column("op_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("natural_key", sa.String(), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.Column("cost_class", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("pre_marker", sa.String(), nullable=True),
        sa.Column("not_before", sa.String(), nullable=True),
        sa.Column("last_sent_at", sa.String(), nullable=True),
        sa.Column("settle_until", sa.String(), nullable=True),
        sa.Column("result_ref", sa.String(), nullable=True),
        sa.Column("checkout_url", sa.String(), nullable=True),
        sa.Column("last_status", sa.Integer(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("op_id", name="pk_outbox"),
        sa.CheckConstraint(_STATES, name="state"),
    )
    active = sa.text(_ACTIVE)
    op.create_index(
        "outbox_one_active",
        "outbox",
        ["kind", "natural_key"],
        unique=True,
        sqlite_where=active,
        postgresql_where=active,
    )
    op.create_table(
        "outbox_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("op_id", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("from_state", sa.String(), nullable=True),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_events"),
    )
    op.create_table(
        "quarantine",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("raw", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_quarantine"),
    )
    op.create_index("ix_quarantine_stream", "quarantine", ["stream"])
    op.create_table(
        "reading_chunks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vehicle_id", sa.String(), nullable=False),
        sa.Column("first_s", sa.Double(), nullable=False),
        sa.Column("last_s", sa.Double(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reading_chunks"),
        sa.UniqueConstraint("vehicle_id", "first_s", name="uq_reading_chunks_vehicle_id_first_s"),
    )
    op.create_table(
        "reading_progress",
        sa.Column("vehicle_id", sa.String(), nullable=False),
        sa.Column("cursor", sa.String(), nullable=True),
        sa.Column("newest_s", sa.Double(), nullable=True),
        sa.Column("stored", sa.Integer(), nullable=False),
        sa.Column("marker", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("vehicle_id", name="pk_reading_progress"),
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("vehicle_id", sa.String(), nullable=False),
        sa.Column("status_raw", sa.String(), nullable=False),
        sa.Column("generated_at", sa.String(), nullable=False),
        sa.Column("soh_percent", sa.Double(), nullable=False),
        sa.Column("verify_url", sa.String(), nullable=True),
        sa.Column("report_type", sa.String(), nullable=True),
        sa.Column("vin", sa.String(), nullable=True),
        sa.Column("make", sa.String(), nullable=True),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("schema_version", sa.String(), nullable=True),
        sa.Column("valid_until", sa.String(), nullable=True),
        sa.Column("odometer_km", sa.Double(), nullable=True),
        sa.Column("soh_low_percent", sa.Double(), nullable=True),
        sa.Column("soh_high_percent", sa.Double(), nullable=True),
        sa.Column("soh_method", sa.String(), nullable=True),
        sa.Column("confidence", sa.String(), nullable=True),
        sa.Column("estimated_capacity_kwh", sa.Double(), nullable=True),
        sa.Column("nominal_capacity_kwh", sa.Double(), nullable=True),
        sa.Column("data_from", sa.String(), nullable=True),
        sa.Column("data_to", sa.String(), nullable=True),
        sa.Column("readings_count", sa.Integer(), nullable=True),
        sa.Column("annex_xiii", sa.String(), nullable=False),
        sa.Column("content_sha256", sa.String(), nullable=True),
        sa.Column("credits_charged", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.String(), nullable=True),
        sa.Column("raw", sa.String(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
    )
    op.create_index("ix_reports_generated_at", "reports", ["generated_at"])
    op.create_index("ix_reports_vehicle_id", "reports", ["vehicle_id"])
    op.create_table(
        "subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("credits_balance", sa.Integer(), nullable=True),
        sa.Column("credits_included", sa.Integer(), nullable=True),
        sa.Column("credits_used", sa.Integer(), nullable=True),
        sa.Column("current_period_end", sa.String(), nullable=True),
        sa.Column("cancel_at_period_end", sa.Boolean(), nullable=True),
        sa.Column("updated_at", sa.String(), nullable=True),
        sa.Column("raw", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscription"),
    )
    op.create_table(
        "sync_streams",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.String(), nullable=True),
        sa.Column("completed_at", sa.String(), nullable=True),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_sync_streams"),
    )
    op.create_table(
        "vehicles",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("vin", sa.String(), nullable=False),
        sa.Column("make", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("trim", sa.String(), nullable=True),
        sa.Column("status_raw", sa.String(), nullable=False),
        sa.Column("odometer_km", sa.Double(), nullable=True),
        sa.Column("soc_percent", sa.Double(), nullable=True),
        sa.Column("soh_percent", sa.Double(), nullable=True),
        sa.Column("range_km", sa.Double(), nullable=True),
        sa.Column("nominal_capacity_kwh", sa.Double(), nullable=True),
        sa.Column("readings_count", sa.Integer(), nullable=True),
        sa.Column("connected_at", sa.String(), nullable=True),
        sa.Column("last_sync_at", sa.String(), nullable=True),
        sa.Column("seller_email", sa.String(), nullable=True),
        sa.Column("latest_report_id", sa.String(), nullable=True),
        sa.Column("dealer_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=True),
        sa.Column("updated_at", sa.String(), nullable=True),
        sa.Column("raw", sa.String(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_vehicles"),
    )
    op.create_index("ix_vehicles_vin", "vehicles", ["vin"])
