"""What a held change asks a person, and what becomes of yes and of no: nothing waits in silence."""

from dataclasses import dataclass

from celliq_desktop.domain.outbox import HELD, Batch, CostClass, Operation, OperationState
from celliq_desktop.viewmodels.formats import whole
from celliq_desktop.viewmodels.words import N_, _, ngettext

_PERSON = (OperationState.NEEDS_PAYMENT, OperationState.NEEDS_USER)
_WAITING = (OperationState.QUEUED, OperationState.WAITING)


@dataclass(frozen=True, slots=True)
class Question:
    """``ask`` in one sentence; ``yes`` and ``no`` are what a person says by pressing a button, ``no`` empty where there
    is nothing to say no to; ``then`` is what happens after either."""

    ask: str
    yes: str
    no: str
    then: str


_NOTHING_SENT = Question(
    N_("It was not sent. Try again?"),
    N_("Try again"),
    N_("Take it back"),
    N_("Yes: it is sent once. No: it is never sent."),
)
_AFTER_DOUBT = {
    CostClass.CREDIT: Question(
        N_("CellIQ shows no report for it. Issue it once more?"),
        N_("Issue it once more"),
        N_("Do not issue it"),
        N_(
            "Yes: CellIQ is looked through again, and only if there is still no report is one asked"
            " for, which uses a credit. No: nothing more is sent; a report that turns up after all"
            " appears under Reports."
        ),
    ),
    CostClass.EMAIL: Question(
        N_("Nobody confirmed the e-mail. Send it again?"),
        N_("Send it again"),
        N_("Leave it"),
        N_(
            "Yes: whoever got the first one gets a second. No: it counts as not sent; a seller who"
            " answers still appears in the fleet."
        ),
    ),
    CostClass.MONEY: Question(
        N_("No charging session was found. Look once more?"),
        N_("Look once more"),
        N_("Put it away"),
        N_(
            "Yes: it is looked for once more; it is never started late, because nobody may still"
            " stand at the car. No: nothing more is sent. To charge now, look at the charging point"
            " and start anew."
        ),
    ),
    CostClass.FREE: Question(
        N_("It is not there yet. Send it again?"),
        N_("Send it again"),
        N_("Leave it"),
        N_("Yes: it is sent once more; a second time changes nothing else and costs nothing. No: it stays as it is."),
    ),
}


def question_of(operation: Operation) -> Question | None:
    """What this change waits to be told; None while it goes on by itself or is over."""
    if operation.state is OperationState.NEEDS_PAYMENT:
        return Question(
            _("Credits are missing. Buy some?"),
            _("I have paid, continue"),
            _("Take it back"),
            _(
                "Nothing was charged. Once credits are there it goes on by itself and is charged once."
                " No: it is never sent, and nothing is charged."
            ),
        )
    if operation.state in _WAITING and operation.not_before == HELD:
        return Question(
            _("It is paused. Go on?"), _("Go on"), _("Take it back"), _("Yes: it is sent now. No: it is never sent.")
        )
    if operation.state is not OperationState.NEEDS_USER:
        return None
    if operation.offered_price is not None:
        return Question(
            _("It costs {offered_price} now, not {confirmed_price}. Go on?").format(
                offered_price=operation.offered_price, confirmed_price=operation.confirmed_price
            ),
            _("Agree to {offered_price}").format(offered_price=operation.offered_price),
            _("Do not issue it"),
            _("Yes: it is issued and uses {offered_price}. No: it is not issued. Nothing was charged so far.").format(
                offered_price=operation.offered_price
            ),
        )
    asked = _AFTER_DOUBT[operation.cost_class] if operation.first_sent_at is not None else _NOTHING_SENT
    return Question(_(asked.ask), _(asked.yes), _(asked.no), _(asked.then))


def question_of_batch(batch: Batch) -> Question | None:
    """As ``question_of``, for what was asked for together."""
    stuck = batch.among(*_PERSON)
    if stuck:
        twice = _(" Yes: whoever got a first e-mail gets a second.") if batch.kind == "invite" else ""
        return Question(
            ngettext(
                "{n} change needs you. Send all of them again?", "{n} changes need you. Send all of them again?", stuck
            ).format(n=whole(stuck)),
            _("Send them again"),
            _("Take back what was not sent"),
            _("“Rows” shows each with its reason, to decide one by one.{twice} No: what was sent stays sent.").format(
                twice=twice
            ),
        )
    if batch.among(*_WAITING) and batch.next_at is not None and batch.next_at >= HELD:
        return Question(
            _("It is paused. Go on?"),
            _("Go on"),
            _("Take back what was not sent"),
            _("Yes: the rest is sent. No: the rest is never sent; what was sent stays sent."),
        )
    return None
