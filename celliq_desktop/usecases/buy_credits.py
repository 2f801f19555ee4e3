"""Buying credits: a checked page in the browser, watched until the credits are there; then whatever waited for them
goes on under its own key."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from celliq_desktop.domain.billing import Checkout, Subscription
from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.outbox import Operation, OperationState
from celliq_desktop.domain.ports import Progress, Waiting
from celliq_desktop.domain.problems import NeedsYou, Problem, Refused, TryAgain
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.urls import PAYMENT_HOSTS, checked_url
from celliq_desktop.mirror import billing, outbox
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.send_outbox import operations, retry, send_outbox
from celliq_desktop.usecases.watching import watch

PACK = 10
"""Credits bought at a time unless somebody says otherwise."""
MOST = 500
"""celliq.yaml ``CheckoutRequest.quantity``."""
_EVERY_S = 3.0
_PATIENCE_S = 900.0
_PAGE_LIVES = timedelta(hours=12)
"""Half of what a checkout page lives (research/apis.md 5)."""


@dataclass(frozen=True, slots=True)
class Bought:
    """``balance`` once the credits came; ``continued`` operations that had waited for them and are done now."""

    balance: int
    continued: int


@dataclass(frozen=True, slots=True)
class CreditsLook:
    """What a look at the balance came to: ``balance`` None when nobody waits for credits; ``continued`` operations that
    had waited and are done now."""

    balance: int | None
    continued: int
    changes: Changes


def open_checkout(desk: Desk, quantity: int = PACK, *, in_browser: bool = True) -> Checkout:
    """A payment page for ``quantity`` credits, opened in the browser. NeedsYou ``wrong_quantity``, Refused
    ``foreign_url`` (nothing is opened then), BadSurroundings ``no_browser``."""
    if not 1 <= quantity <= MOST:
        raise NeedsYou(
            "wrong_quantity",
            N_("Credits are bought from 1 to {most} at a time.").format(most=MOST),
            next_step=N_("Change it."),
        )
    checkout = desk.api.create_checkout(quantity, OperationId(str(uuid.uuid4())))
    if in_browser:
        desk.browser.open(checkout.url)
    return checkout


def buy_credits(
    desk: Desk, quantity: int | None = None, *, progress: Progress, cancel: Waiting
) -> tuple[Bought, Changes]:
    """Open a checkout and wait until the balance has grown; then send what waited for credits.

    Without a ``quantity``, an operation that waits with a fresh checkout page of its own has that page opened, once.
    NeedsYou ``not_paid_yet`` after a quarter of an hour: the credits are booked whenever they come.
    """
    progress(0, None, N_("asking for the checkout page"))
    before = _balance(desk.api.subscription())
    page = waiting_page(desk) if quantity is None else None
    if page is not None:
        desk.browser.open(page)
        _used_up(desk)
    else:
        open_checkout(desk, quantity or PACK)
    return await_credits(desk, before, progress=progress, cancel=cancel)


def refresh_subscription(desk: Desk) -> bool:
    """Read plan and credits anew into the mirror; False, and what was known stays, while the server does not
    answer."""
    try:
        found = desk.api.subscription()
    except TryAgain:
        return False
    with desk.mirror.write() as session:
        billing.save(session, found, desk.clock.now())
    return True


def await_credits(desk: Desk, before: int, *, progress: Progress, cancel: Waiting) -> tuple[Bought, Changes]:
    """Watch the subscription until it has more than ``before`` credits, then continue what waited."""
    progress(0, None, N_("waiting for the payment"))

    def look() -> Subscription | None:
        found = desk.api.subscription()
        return found if _balance(found) > before else None

    found = watch(look, clock=desk.clock, cancel=cancel, every_s=_EVERY_S, patience_s=_PATIENCE_S)
    if found is None:
        raise NeedsYou(
            "not_paid_yet",
            N_("No payment has arrived yet."),
            safe=N_("What waits for credits is kept, and credits count whenever they come."),
            next_step=N_("If you have paid, sync later; a direct debit can take days."),
        )
    with desk.mirror.write() as session:
        billing.save(session, found, desk.clock.now())
    changes = Changes.of(Topic.SUBSCRIPTION, Topic.OUTBOX, Topic.REPORTS)
    return Bought(_balance(found), _continued(desk, _parked(desk), progress, cancel)), changes


def look_for_credits(desk: Desk, tried: int | None, *, progress: Progress, cancel: Waiting) -> CreditsLook:
    """Ask the server once whether credits have come while operations wait for them; then as many go on as there are
    credits. ``tried`` is the balance of the last look that went on: with that very balance nothing is repeated, because
    the server said no to it (research/reliability.md N5)."""
    parked = _parked(desk)
    if not parked:
        return CreditsLook(None, 0, Changes())
    found = desk.api.subscription()
    with desk.mirror.write() as session:
        changed = billing.save(session, found, desk.clock.now())
    changes = Changes.of(Topic.SUBSCRIPTION) if changed else Changes()
    balance = _balance(found)
    if balance in (0, tried):
        return CreditsLook(balance, 0, changes)
    continued = _continued(desk, parked[:balance], progress, cancel)
    return CreditsLook(balance, continued, changes | Changes.of(Topic.SUBSCRIPTION, Topic.OUTBOX, Topic.REPORTS))


def open_portal(desk: Desk, *, in_browser: bool = True) -> str:
    """The payment service's own page for plan, cards and addresses; opened in the browser."""
    url = desk.api.portal_url()
    if in_browser:
        desk.browser.open(url)
    return url


def waiting_page(desk: Desk) -> str | None:
    """The checkout page the server gave with a 402 of the last hours; None when there is none or it may not be
    opened."""
    oldest = desk.clock.now() - _PAGE_LIVES
    for operation in _parked(desk):
        if operation.checkout_url is None or (operation.last_sent_at or oldest) <= oldest:
            continue
        try:
            return checked_url(operation.checkout_url, api_url=desk.account.api_url, allowed_hosts=PAYMENT_HOSTS)
        except Refused:
            continue
    return None


def _parked(desk: Desk) -> list[Operation]:
    return [one for one in operations(desk) if one.state is OperationState.NEEDS_PAYMENT]


def _used_up(desk: Desk) -> None:
    """A page of a 402 is opened once: whoever cancelled there would find it dead, and gets a new one next time."""
    now = desk.clock.now()
    with desk.mirror.write() as session:
        for operation in outbox.operations_in(session, (OperationState.NEEDS_PAYMENT,)):
            if operation.checkout_url is not None:
                without = replace(operation, checkout_url=None)
                outbox.change(session, operation, without, N_("its payment page was opened"), now)


def _continued(desk: Desk, parked: Sequence[Operation], progress: Progress, cancel: Waiting) -> int:
    """These go back into the queue under their own keys and are sent; how many of them are done."""
    for operation in parked:
        try:
            retry(desk, operation.op_id)
        except Problem:  # it has just moved on by itself
            continue
    if not parked:
        return 0
    send_outbox(desk, progress=progress, cancel=cancel)
    names = {operation.op_id for operation in parked}
    return sum(one.op_id in names and one.state is OperationState.DONE for one in operations(desk))


def _balance(found: Subscription) -> int:
    return found.credits_balance or 0
