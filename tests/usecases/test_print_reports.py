"""A queue of prints: each once, each asked about right before, and nothing twice after a crash without a question."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from celliq_desktop.domain.handing_over import Printout
from celliq_desktop.domain.ids import ReportId, VehicleId
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.prints import OpenPrints, Printed, PrintOrder
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.reports import ReportStatus
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.reports.page_text import text_of
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.print_reports import forget_prints, open_prints, print_reports
from tests.support.celliq import FakeCellIq
from tests.support.celliq_world import offline
from tests.support.clocks import FakeClock
from tests.support.desks import filled, quiet, synced

_JAM = BadSurroundings("not_printed", "The printer did not take the report.")


class PowerCut(BaseException):
    """The program ends here."""


@dataclass
class Tray:
    """Implements ``domain.prints.PaperTray``; ``at`` is called before the paper of that number comes out."""

    papers: list[tuple[str, Printout]] = field(default_factory=list)
    at: dict[int, Callable[[], object]] = field(default_factory=dict)
    tries: int = 0

    def put(self, printout: Printout, name: str) -> None:
        self.tries += 1
        self.at.get(self.tries, lambda: None)()
        self.papers.append((name, printout))

    @property
    def names(self) -> list[str]:
        return [name for name, _printout in self.papers]


@pytest.fixture
def orders(desk: Desk, celliq: FakeCellIq) -> tuple[PrintOrder, ...]:
    """Three reports of three cars."""
    filled(celliq, 3, readings_each=12)
    made = [celliq.issue(VehicleId(car)) for car in list(celliq.cars)]
    synced(desk)
    return tuple(PrintOrder(report.id, "en") for report in made)


def _print(
    desk: Desk,
    orders: tuple[PrintOrder, ...],
    tray: Tray,
    *,
    progress: Progress = quiet,
    cancel: CancelToken | None = None,
) -> Printed:
    return print_reports(desk, orders, tray, progress=progress, cancel=cancel or CancelFlag())


def _raise(problem: BaseException) -> Callable[[], object]:
    def jam() -> None:
        raise problem

    return jam


def _name(order: PrintOrder) -> str:
    return f"battery-condition-report-{order.report_id}-{order.language}.pdf"


def test_each_is_printed_once_in_order_after_the_record_was_asked(
    desk: Desk, celliq: FakeCellIq, orders: tuple[PrintOrder, ...]
) -> None:
    tray, steps = Tray(), list[tuple[int, int | None]]()
    asked = celliq.heard["public_report"]
    found = _print(desk, (*orders, orders[0]), tray, progress=lambda done, total, _words: steps.append((done, total)))
    assert tray.names == [_name(order) for order in orders]
    assert celliq.heard["public_report"] - asked == len(orders)
    assert found == Printed(tuple(order.report_id for order in orders))
    assert (steps[0], steps[-1]) == ((0, 3), (3, 3))
    assert open_prints(desk) == OpenPrints()
    assert "Battery Condition Report" in text_of(tray.papers[0][1].pdf)


def test_each_is_printed_in_its_language(desk: Desk, orders: tuple[PrintOrder, ...]) -> None:
    tray = Tray()
    _print(desk, (PrintOrder(orders[0].report_id, "de"), orders[0]), tray)
    assert "Batteriezustandsbericht" in text_of(tray.papers[0][1].pdf)
    assert len(tray.papers) == 2


def test_one_that_fails_stops_no_other(desk: Desk, orders: tuple[PrintOrder, ...]) -> None:
    unknown = PrintOrder(ReportId("rep_nobody"), "en")
    tray = Tray(at={2: _raise(_JAM)})
    found = _print(desk, (orders[0], unknown, *orders[1:]), tray)
    assert [(one, why.code) for one, why in found.left_out] == [
        (unknown.report_id, "not_found"),
        (orders[1].report_id, "not_printed"),
    ]
    assert found.printed == (orders[0].report_id, orders[2].report_id)
    assert open_prints(desk) == OpenPrints()


def test_what_is_withdrawn_meanwhile_is_marked_and_counted(
    desk: Desk, celliq: FakeCellIq, orders: tuple[PrintOrder, ...]
) -> None:
    """Asked again before each, not once for all."""
    tray = Tray(at={1: lambda: celliq.set_status(orders[1].report_id, ReportStatus.REVOKED)})
    found = _print(desk, orders, tray)
    assert [printout.mark for _name, printout in tray.papers] == ["", "REVOKED", ""]
    assert (found.marked, found.left_out) == (1, ())


def test_offline_a_status_of_yesterday_is_printed_with_its_day(
    desk: Desk, celliq: FakeCellIq, clock: FakeClock, orders: tuple[PrintOrder, ...]
) -> None:
    celliq.always["public_report"] = offline()
    clock.advance(timedelta(hours=25).total_seconds())
    tray = Tray()
    assert _print(desk, orders, tray).marked == 3
    assert all(printout.mark.startswith("VALID ON ") for _name, printout in tray.papers)


def test_a_cancel_ends_it_between_two_and_leaves_nothing_open(desk: Desk, orders: tuple[PrintOrder, ...]) -> None:
    cancel = CancelFlag()
    tray = Tray(at={1: cancel.cancel})
    found = _print(desk, orders, tray, cancel=cancel)
    assert (tray.names, found.not_begun) == ([_name(orders[0])], 2)
    assert open_prints(desk) == OpenPrints()


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_after_a_crash_the_one_under_way_is_in_doubt_and_the_rest_is_printed_once(
    desk: Desk, orders: tuple[PrintOrder, ...], cut: int
) -> None:
    tray = Tray(at={cut: _raise(PowerCut())})
    with pytest.raises(PowerCut):
        _print(desk, orders, tray)
    left = open_prints(desk)
    assert left == OpenPrints(orders[cut:], (orders[cut - 1],))
    _print(desk, left.waiting, tray)
    assert tray.names == [_name(order) for order in orders if order is not orders[cut - 1]]
    assert open_prints(desk) == OpenPrints()


def test_what_was_left_can_be_forgotten(desk: Desk, orders: tuple[PrintOrder, ...]) -> None:
    with pytest.raises(PowerCut):
        _print(desk, orders, Tray(at={1: _raise(PowerCut())}))
    forget_prints(desk)
    assert open_prints(desk) == OpenPrints()


def test_nothing_is_printed_that_could_not_be_noted_before(
    desk: Desk, orders: tuple[PrintOrder, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    tray = Tray()
    monkeypatch.setattr(desk.prints, "save", lambda _prints: _raise(BadSurroundings("disk_full", "Full."))())
    with pytest.raises(BadSurroundings, match="Full"):
        _print(desk, orders, tray)
    assert tray.papers == []
