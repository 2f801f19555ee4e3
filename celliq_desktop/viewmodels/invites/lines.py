"""One invite as a line of the list: its state in words and tone, its dates, and what can be done with it."""

from dataclasses import dataclass
from datetime import datetime

from celliq_desktop.domain.invites import Invite, InviteState
from celliq_desktop.viewmodels.formats import NOTHING, Formats, count
from celliq_desktop.viewmodels.words import N_, _, said

STATES: dict[InviteState, tuple[str, str]] = {
    InviteState.NEEDS_YOU: (N_("Needs you"), "fair"),
    InviteState.CHECKING: (N_("Checking"), "info"),
    InviteState.SENDING: (N_("Being sent"), "info"),
    InviteState.WAITING: (N_("Waiting"), "info"),
    InviteState.PAUSED: (N_("Paused"), "none"),
    InviteState.SENT: (N_("Sent"), "good"),
    InviteState.ALREADY: (N_("Already invited"), "good"),
    InviteState.CONNECTED: (N_("Connected"), "good"),
    InviteState.EXPIRED: (N_("Expired"), "fair"),
    InviteState.REFUSED: (N_("Refused"), "poor"),
    InviteState.CANCELLED: (N_("Cancelled"), "none"),
}
"""Words and tone of every state, in the order of the chips: what wants attention first."""
_NOT_SENT = frozenset({InviteState.WAITING, InviteState.PAUSED, InviteState.NEEDS_YOU})
_WHY = {
    InviteState.CHECKING: N_("CellIQ did not confirm; it is being checked before anything is sent again."),
    InviteState.PAUSED: N_("Held back by a person."),
    InviteState.EXPIRED: N_("The seller did not answer in time."),
    InviteState.ALREADY: N_("CellIQ had this invite or this car before."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteLine:
    """``why_no_reminder`` is empty when a reminder can go out now; ``can_resend``: it waits for a person's word;
    ``can_take_back``: it was not sent yet."""

    invite: Invite
    state: str
    tone: str
    mails: str
    sent: str
    reason: str
    haystack: str
    why_no_reminder: str = ""
    can_resend: bool = False
    can_take_back: bool = False

    @property
    def key(self) -> str:
        """Which invite it is."""
        return self.invite.key


def line_of(invite: Invite, why_no_reminder: str, formats: Formats, now: datetime) -> InviteLine:
    """The line of an invite."""
    words, tone = STATES[invite.state]
    words = _(words)
    return InviteLine(
        invite=invite,
        state=words,
        tone=tone,
        mails=count(invite.mails, "mail", "mails") if invite.mails else NOTHING,
        sent=formats.age(invite.last_sent_at, now),
        reason=said(invite.reason or _WHY.get(invite.state, "")),
        haystack=f"{invite.vin} {invite.seller_email} {words} {invite.list_name}".lower(),
        why_no_reminder=why_no_reminder,
        can_resend=invite.state is InviteState.NEEDS_YOU,
        can_take_back=invite.state in _NOT_SENT,
    )
