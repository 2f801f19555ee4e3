"""Print many reports, each asked about again right before it is printed. What is on its way to the printer is noted
before it goes: after a crash nobody has paper twice without having been asked."""

from collections.abc import Sequence

from celliq_desktop.domain.crashpoints import crashpoint
from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.prints import OpenPrints, PaperTray, Printed, PrintOrder
from celliq_desktop.domain.problems import Cancelled, Problem
from celliq_desktop.domain.text import N_
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.export_reports import file_name
from celliq_desktop.usecases.print_report import prepare_print


def open_prints(desk: Desk) -> OpenPrints:
    """What a queue that ended with the program has left."""
    return desk.prints.load()


def forget_prints(desk: Desk) -> None:
    """Nobody wants them any more."""
    desk.prints.save(OpenPrints())


def print_reports(
    desk: Desk, orders: Sequence[PrintOrder], tray: PaperTray, *, progress: Progress, cancel: CancelToken
) -> Printed:
    """Each report once, in this order; one that may not or cannot be printed stops no other. A cancel ends it between
    two reports, forgets the rest, and is no problem: the answer says how far it came. BadSurroundings when what is
    under way cannot be kept on the disk."""
    waiting = tuple(dict.fromkeys(orders))
    total = len(waiting)
    printed: list[ReportId] = []
    left_out: list[tuple[ReportId, Problem]] = []
    marked = 0
    desk.prints.save(OpenPrints(waiting))
    while waiting:
        order, rest = waiting[0], waiting[1:]
        progress(total - len(waiting), total, N_("printing"))
        try:
            cancel.check()
            printout = prepare_print(desk, order.report_id, order.language)
            cancel.check()
            desk.prints.save(OpenPrints(rest, (order,)))
            crashpoint("print: begun")
            tray.put(printout, file_name(order.report_id, order.language))
            printed.append(order.report_id)
            marked += bool(printout.mark)
        except Cancelled:
            break
        except Problem as problem:
            left_out.append((order.report_id, problem))
        waiting = rest
        desk.prints.save(OpenPrints(waiting))
    desk.prints.save(OpenPrints())
    progress(total - len(waiting), total, N_("printing"))
    return Printed(tuple(printed), marked, tuple(left_out), len(waiting))
