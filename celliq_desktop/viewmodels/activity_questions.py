"""What a held change asks a person, and what becomes of yes and of no: nothing waits in silence."""

from dataclasses import dataclass

from celliq_desktop.domain.outbox import HELD, Batch, CostClass, Operation, OperationState
from celliq_desktop.viewmodels.formats import count

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
    "It was not sent. Try again?",
    "Try again",
    "Take it back",
    "Yes: it is sent once. No: it is never sent.",
)
_AFTER_DOUBT = {
    CostClass.CREDIT: Question(
        "CellIQ shows no report for it. Issue it once more?",
        "Issue it once more",
        "Do not issue it",
        "Yes: CellIQ is looked through again, and only if there is still no report is one asked for, which uses a"
        " credit. No: nothing more is sent; a report that turns up after all appears under Reports.",
    ),
    CostClass.EMAIL: Question(
        "Nobody confirmed the e-mail. Send it again?",
        "Send it again",
        "Leave it",
        "Yes: whoever got the first one gets a second. No: it counts as not sent; a seller who answers still appears"
        " in the fleet.",
    ),
    CostClass.MONEY: Question(
        "No charging session was found. Look once more?",
        "Look once more",
        "Put it away",
        "Yes: it is looked for once more; it is never started late, because nobody may still stand at the car. No:"
        " nothing more is sent. To charge now, look at the charging point and start anew.",
    ),
    CostClass.FREE: Question(
        "It is not there yet. Send it again?",
        "Send it again",
        "Leave it",
        "Yes: it is sent once more; a second time changes nothing else and costs nothing. No: it stays as it is.",
    ),
}


def question_of(operation: Operation) -> Question | None:
    """What this change waits to be told; None while it goes on by itself or is over."""
    if operation.state is OperationState.NEEDS_PAYMENT:
        return Question(
            "Credits are missing. Buy some?",
            "I have paid, continue",
            "Take it back",
            "Nothing was charged. Once credits are there it goes on by itself and is charged once. No: it is never"
            " sent, and nothing is charged.",
        )
    if operation.state in _WAITING and operation.not_before == HELD:
        return Question("It is paused. Go on?", "Go on", "Take it back", "Yes: it is sent now. No: it is never sent.")
    if operation.state is not OperationState.NEEDS_USER:
        return None
    if operation.offered_price is not None:
        return Question(
            f"It costs {operation.offered_price} now, not {operation.confirmed_price}. Go on?",
            f"Agree to {operation.offered_price}",
            "Do not issue it",
            f"Yes: it is issued and uses {operation.offered_price}. No: it is not issued. Nothing was charged so far.",
        )
    return _AFTER_DOUBT[operation.cost_class] if operation.first_sent_at is not None else _NOTHING_SENT


def question_of_batch(batch: Batch) -> Question | None:
    """As ``question_of``, for what was asked for together."""
    stuck = batch.among(*_PERSON)
    if stuck:
        twice = " Yes: whoever got a first e-mail gets a second." if batch.kind == "invite" else ""
        return Question(
            f"{count(stuck, 'change needs', 'changes need')} you. Send all of them again?",
            "Send them again",
            "Take back what was not sent",
            f"“Rows” shows each with its reason, to decide one by one.{twice} No: what was sent stays sent.",
        )
    if batch.among(*_WAITING) and batch.next_at is not None and batch.next_at >= HELD:
        return Question(
            "It is paused. Go on?",
            "Go on",
            "Take back what was not sent",
            "Yes: the rest is sent. No: the rest is never sent; what was sent stays sent.",
        )
    return None
