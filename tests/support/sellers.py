"""Made-up sellers, and a list of them confirmed and sent at a desk."""

from celliq_desktop.domain.invites import RowResult
from celliq_desktop.domain.problems import Problem
from celliq_desktop.domain.sellers import JudgedList
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.import_sellers import confirm_list, judge_list, paste_list
from celliq_desktop.usecases.invites import results_of
from celliq_desktop.usecases.send_invites import send_invites
from tests.support.clocks import FakeClock
from tests.support.desks import quiet


def vin_of(number: int) -> str:
    """A well-formed VIN."""
    return f"WVWZZZE1ZMP{number:06d}"


def email_of(number: int) -> str:
    """Its seller."""
    return f"seller.{number}@example.com"


def seller_list(count: int, first: int = 1) -> str:
    """``count`` sellers as CSV."""
    lines = [f"{vin_of(number)},{email_of(number)}" for number in range(first, first + count)]
    return "\n".join(["VIN,E-mail", *lines]) + "\n"


def judged(desk: Desk, text: str) -> JudgedList:
    """The list as the desk sees it now."""
    return judge_list(desk, paste_list(text))


def sent(desk: Desk, clock: FakeClock, text: str) -> tuple[RowResult, ...]:
    """Judge, confirm and send; what became of each row. A problem of the run leaves what it leaves."""
    found = judged(desk, text)
    if found.sending:
        confirm_list(desk, found, progress=quiet, cancel=CancelFlag())
    run(desk, clock)
    return results_of(desk, found)


def run(desk: Desk, clock: FakeClock) -> Problem | None:
    """Send what waits; time passes while it pauses."""
    try:
        send_invites(desk, progress=quiet, cancel=CancelFlag(), pause=clock.advance)
    except Problem as problem:
        return problem
    return None
