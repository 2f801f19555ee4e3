"""Tables of invites out: the result of a list, and everybody who was invited."""

from collections.abc import Sequence
from pathlib import Path

from celliq_desktop.domain.invites import Invite, RowResult
from celliq_desktop.spreadsheets.tables_out import table_bytes
from celliq_desktop.usecases.desk import Desk

_RESULT = ("row", "vin", "seller_email", "state", "reason")
_INVITES = (
    "vin",
    "seller_email",
    "state",
    "mails",
    "invited_at",
    "last_mailed_at",
    "expires_at",
    "by",
    "list",
    "reason",
)


def write_results(desk: Desk, results: Sequence[RowResult], path: Path) -> None:
    """What became of each row, as ``.csv`` or ``.xlsx``: whole, or not at all."""
    rows = ((row.number, row.vin, row.seller_email, row.state, row.reason) for row in results)
    desk.files.write(path, table_bytes(path.suffix, _RESULT, rows))


def write_invites(desk: Desk, invites: Sequence[Invite], path: Path) -> None:
    """The list of invites, as ``.csv`` or ``.xlsx``: whole, or not at all."""
    rows = (
        (
            one.vin,
            one.seller_email,
            one.state.value,
            one.mails,
            one.asked_at,
            one.last_sent_at,
            one.expires_at,
            one.asked_by,
            one.list_name,
            one.reason,
        )
        for one in invites
    )
    desk.files.write(path, table_bytes(path.suffix, _INVITES, rows))
