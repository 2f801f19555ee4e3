"""A list of sellers becomes invites: read, judged against what the mirror knows, kept, and queued piece by piece.

Nothing here talks to the network; ``send_invites`` does.
"""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.invites import Invite, InviteState
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.domain.sellers import JudgedList, RowVerdict, SellerColumns, SellerRow, SellerTable, first_of_each
from celliq_desktop.domain.sellers import folded as folded_email
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.vehicles import VehicleStatus
from celliq_desktop.mirror import invites as invite_rows
from celliq_desktop.mirror import outbox
from celliq_desktop.mirror.fleet import fleet_rows
from celliq_desktop.spreadsheets.seller_rows import seller_row, seller_rows
from celliq_desktop.spreadsheets.sellers import read_pasted, read_sellers
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.kinds.invites import invite_key, invite_wish

_CHUNK = 500
"""Operations of one transaction (research/reliability.md 4.11)."""
TYPED = N_("Typed in")
"""Name of a list that is one typed invite."""
FROM_FLEET = N_("Cars of the fleet")
"""Name of a list of cars that were chosen in the fleet."""
_THERE = frozenset({InviteState.SENT, InviteState.ALREADY, InviteState.CONNECTED, InviteState.EXPIRED})


def open_list(path: Path, *, encoding: str | None = None) -> SellerTable:
    """The table in a file; see ``spreadsheets.sellers.read_sellers``."""
    return read_sellers(path, encoding=encoding)


def paste_list(text: str) -> SellerTable:
    """The table in what was pasted."""
    return read_pasted(text)


def judge_list(desk: Desk, table: SellerTable, columns: SellerColumns | None = None) -> JudgedList:
    """Every row with its verdict, before anything is kept or sent; ``columns`` None takes the guess. NeedsYou
    ``columns_unknown`` when VIN and e-mail cannot be told apart."""
    chosen = columns or table.columns
    if not chosen.complete:
        raise NeedsYou(
            "columns_unknown",
            N_("It is not clear which columns hold the VIN and the seller's e-mail."),
            safe=N_("Nothing was sent."),
            next_step=N_("Name them “VIN” and “E-mail” in the first row, or choose them."),
        )
    return judge_rows(desk, table.name, seller_rows(table, chosen))


def judge_typed(desk: Desk, vin: str, email: str) -> JudgedList:
    """One invite that was typed in, as a list of one row."""
    return judge_rows(desk, TYPED, [seller_row(1, vin, email)])


def judge_cars(desk: Desk, ids: Collection[VehicleId]) -> JudgedList:
    """The owners of these cars of the fleet, as a list. One whose connection ended may be asked to connect again."""
    wanted = frozenset(ids)
    with desk.mirror.read() as session:
        cars = [row for row in fleet_rows(session) if row.id in wanted]
    judged = judge_rows(desk, FROM_FLEET, (_owner(number, row) for number, row in enumerate(cars, 1)))
    ended = {row.vin for row in cars if row.status is VehicleStatus.DISCONNECTED}
    return JudgedList(
        judged.name,
        tuple(
            _called(row, RowVerdict.LOOK, N_("Its connection ended; its owner is asked to connect it again."))
            if row.verdict is RowVerdict.CONNECTED and row.vin in ended
            else row
            for row in judged.rows
        ),
    )


def _owner(number: int, row: FleetRow) -> SellerRow:
    if row.seller_email:
        return seller_row(number, row.vin, row.seller_email)
    words = N_("CellIQ names no seller of this car. Go back and type VIN and address.")
    return SellerRow(number, row.vin, "", RowVerdict.INVALID, words)


def with_suggestions(desk: Desk, judged: JudgedList) -> JudgedList:
    """The list with every proposed VIN in the place of the one that was typed, judged anew."""
    rows = (
        seller_row(row.number, row.suggestion or row.vin, row.email)
        if row.verdict is RowVerdict.INVALID
        else SellerRow(row.number, row.vin, row.email, _alone(row), row.reason if _alone(row) is row.verdict else "")
        for row in judged.rows
    )
    return judge_rows(desk, judged.name, rows)


def _alone(row: SellerRow) -> RowVerdict:
    """What was thought of a row before others were looked at."""
    return row.verdict if row.verdict.sends else RowVerdict.READY


def judge_rows(desk: Desk, name: str, rows: Iterable[SellerRow]) -> JudgedList:
    """Rows that are judged by themselves, judged against each other, the fleet, and everybody who was invited."""
    firsts = first_of_each(tuple(rows))
    with desk.mirror.read() as session:
        cars = invite_rows.connected_vins(session)
        asked = invite_rows.invites(session, desk.clock.now())
    by_key = {one.key: one for one in asked}
    by_vin = {one.vin: one for one in reversed(asked) if one.state in _THERE or one.state.under_way}

    def against_the_desk(row: SellerRow) -> SellerRow:
        if not row.verdict.sends:
            return row
        known = by_key.get(invite_key(row.vin, row.email))
        verdict = _by_invite(row, known) or _by_car(row, cars.get(row.vin)) or _by_other(row, by_vin.get(row.vin))
        return verdict or row

    return JudgedList(name, tuple(map(against_the_desk, firsts)) if cars or asked else firsts)


def confirm_list(desk: Desk, judged: JudgedList, *, progress: Progress, cancel: CancelToken) -> tuple[str, Changes]:
    """Keep the list, with every verdict, in one transaction, then queue its invites; the list's id. A kill in between
    loses nothing: ``queue_lists`` goes on where it stopped."""
    list_id = str(uuid.uuid4())
    keys = {row.number: invite_key(row.vin, row.email) for row in judged.rows if _wanted(row)}
    with desk.mirror.write() as session:
        invite_rows.stage(session, list_id, judged, keys, desk.account.user.email, desk.clock.now())
    queue_lists(desk, progress=progress, cancel=cancel)
    return list_id, Changes.of(Topic.INVITES, Topic.OUTBOX)


def queue_lists(desk: Desk, *, progress: Progress, cancel: CancelToken) -> int:
    """Queue what confirmed lists still lack, in pieces of five hundred; how many operations were queued."""
    with desk.mirror.read() as session:
        waiting = [one for one in invite_rows.lists(session) if not one.queued]
    queued = 0
    for one in reversed(waiting):
        while piece := _queue_piece(desk, one.id):
            queued += piece
            progress(queued, None, N_("queued"))
            cancel.check()
    return queued


def _queue_piece(desk: Desk, list_id: str) -> int:
    """One transaction; 0 when nothing was left, and then the list is called queued."""
    now = desk.clock.now()
    with desk.mirror.write() as session:
        rows = invite_rows.not_queued(session, list_id, _CHUNK)
        asked = []
        for row in rows:
            wish = invite_wish(row.vin, row.email, batch_id=list_id, seq=row.number, epoch=desk.epoch)
            operation, _new = outbox.enqueue(session, wish, now)
            asked.append((wish.natural_key, row.vin, row.email, desk.account.user.email, list_id, operation.op_id))
        if asked:
            invite_rows.keep(session, asked, now)
        else:
            invite_rows.all_queued(session, list_id)
    return len(rows)


def _wanted(row: SellerRow) -> bool:
    """Rows whose end is told with the list: those it sends, and those that wait from before."""
    return row.verdict.sends or row.verdict is RowVerdict.WAITING


def _by_invite(row: SellerRow, known: Invite | None) -> SellerRow | None:
    if known is None or known.state is InviteState.CANCELLED:
        return None
    when = _day(known.last_sent_at or known.asked_at)
    if known.state is InviteState.CONNECTED:
        return _called(row, RowVerdict.CONNECTED, N_("This car is connected already."))
    if known.state is InviteState.EXPIRED:
        return _called(
            row,
            RowVerdict.INVITED,
            N_("The invite of {when} has expired. A reminder can be sent from the list.").format(when=when),
        )
    if known.state in _THERE:
        return _called(row, RowVerdict.INVITED, N_("Invited already, {when}.").format(when=when))
    if known.state.under_way:
        return _called(row, RowVerdict.WAITING, known.reason or N_("Asked for already; it is still to be sent."))
    return _called(row, RowVerdict.LOOK, f"CellIQ refused this invite {when}: {known.reason}".strip())


def _by_car(row: SellerRow, car: tuple[str, str] | None) -> SellerRow | None:
    if car is None:
        return None
    status, seller = car
    if status != "pending":
        return _called(row, RowVerdict.CONNECTED, N_("This car is in the fleet already."))
    if seller and folded_email(seller) == folded_email(row.email):
        return _called(row, RowVerdict.INVITED, N_("CellIQ lists this invite already."))
    other = f"was invited at {seller}" if seller else N_("waits for its seller")
    return _called(row, RowVerdict.LOOK, N_("This car {other}; this would be a second invite.").format(other=other))


def _by_other(row: SellerRow, other: Invite | None) -> SellerRow | None:
    if other is None:
        return None
    return _called(
        row,
        RowVerdict.LOOK,
        N_("This car's seller was invited at {seller_email}; this is a second address.").format(
            seller_email=other.seller_email
        ),
    )


def _called(row: SellerRow, verdict: RowVerdict, reason: str) -> SellerRow:
    return SellerRow(row.number, row.vin, row.email, verdict, reason)


def _day(moment: datetime) -> str:
    return f"{moment:%d.%m.%Y}"
