"""Who was invited and what became of it: the list, the result of a list, reminders."""

from datetime import timedelta

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.invites import Invite, InviteState, RowResult, SellerList
from celliq_desktop.domain.problems import NeedsYou, Refused
from celliq_desktop.domain.sellers import JudgedList, RowVerdict, SellerRow
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import invites as invite_rows
from celliq_desktop.mirror import outbox
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.kinds.invites import invite_key, invite_wish

REMIND_AFTER = timedelta(days=3)
"""A seller is left in peace so long after an e-mail."""
_REMINDABLE = frozenset({InviteState.SENT, InviteState.ALREADY, InviteState.EXPIRED})
_RESULTS = {
    RowVerdict.INVALID: "invalid",
    RowVerdict.DUPLICATE: "duplicate",
    RowVerdict.CONNECTED: "already_invited",
    RowVerdict.INVITED: "already_invited",
}


def invites(desk: Desk) -> tuple[Invite, ...]:
    """Everybody who was invited from this desk, newest first."""
    with desk.mirror.read() as session:
        return invite_rows.invites(session, desk.clock.now())


def seller_lists(desk: Desk) -> tuple[SellerList, ...]:
    """Every confirmed list, newest first."""
    with desk.mirror.read() as session:
        return invite_rows.lists(session)


def results_of(desk: Desk, judged: JudgedList) -> tuple[RowResult, ...]:
    """What became of every row of a judged list by now."""
    with desk.mirror.read() as session:
        known = {one.key: one for one in invite_rows.invites(session, desk.clock.now())}
    return tuple(_result(row, known.get(invite_key(row.vin, row.email))) for row in judged.rows)


def planned_results(judged: JudgedList) -> tuple[RowResult, ...]:
    """What would become of every row: the result of a dry run."""
    return tuple(_result(row, None) for row in judged.rows)


def results_of_list(desk: Desk, list_id: str) -> tuple[RowResult, ...]:
    """What became of every row of a confirmed list by now."""
    with desk.mirror.read() as session:
        known = {one.key: one for one in invite_rows.invites(session, desk.clock.now())}
        rows = invite_rows.rows_of(session, list_id)
    return tuple(_result(row, known.get(key) if key is not None else None) for row, key in rows)


def why_no_reminder(desk: Desk, invite: Invite) -> str:
    """Why this seller cannot be reminded now; empty when they can. A person decides, never a timer."""
    if invite.state.under_way:
        return N_("This invite is still under way.")
    if invite.state is InviteState.CONNECTED:
        return N_("The car is connected; there is nothing to remind of.")
    if invite.state not in _REMINDABLE:
        return N_("This invite was not sent; invite the seller anew.")
    if invite.last_sent_at is not None and invite.state is not InviteState.EXPIRED:
        ready_at = invite.last_sent_at + REMIND_AFTER
        if desk.clock.now() < ready_at:
            return N_(
                "The last e-mail is not {days} days old; a reminder can go out after {ready_at:%d.%m.%Y}."
            ).format(days=REMIND_AFTER.days, ready_at=ready_at)
    return ""


def remind(desk: Desk, key: str) -> Changes:
    """Queue one reminder: a new e-mail that a person asks for. Refused ``no_reminder`` with the reason."""
    now = desk.clock.now()
    with desk.mirror.read() as session:
        known = invite_rows.invite(session, key, now)
    if known is None:
        raise NeedsYou(
            "unknown_invite", N_("There is no such invite."), next_step=N_("Look at the list of invites again.")
        )
    why = why_no_reminder(desk, known)
    if why:
        raise Refused("no_reminder", why, safe=N_("Nobody was mailed."))
    wish = invite_wish(known.vin, known.seller_email, reminder=max(1, known.mails), epoch=desk.epoch)
    with desk.mirror.write() as session:
        operation, _new = outbox.enqueue(session, wish, now)
        by = desk.account.user.email
        invite_rows.keep(session, [(key, known.vin, known.seller_email, by, known.list_id, operation.op_id)], now)
    return Changes.of(Topic.INVITES, Topic.OUTBOX)


def _result(row: SellerRow, known: Invite | None) -> RowResult:
    state, reason = _RESULTS.get(row.verdict), row.reason
    if state is None:
        state, reason = _by_invite(row, known)
    return RowResult(row.number, row.vin, row.email, state, reason)


def _by_invite(row: SellerRow, known: Invite | None) -> tuple[str, str]:
    if known is None:
        return "waiting", row.reason or N_("Not sent yet.")
    if known.state in (InviteState.SENT, InviteState.EXPIRED) or (known.state is InviteState.CONNECTED and known.mails):
        return "sent", ""
    if known.state in (InviteState.ALREADY, InviteState.CONNECTED):
        return "already_invited", N_("CellIQ had this invite or this car already.")
    if known.state.under_way:
        return "waiting", known.reason or _WAITS.get(known.state, N_("Waiting to be sent."))
    if known.state is InviteState.CANCELLED:
        return "failed", N_("Cancelled before it was sent.")
    return "failed", known.reason or N_("CellIQ refused it.")


_WAITS = {
    InviteState.PAUSED: "Paused.",
    InviteState.CHECKING: N_("CellIQ did not confirm; it is being checked before anything is sent again."),
    InviteState.SENDING: N_("Being sent."),
}
