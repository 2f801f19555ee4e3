"""Seal many reports into a folder: drawn and checked on every core, sealed in one place, each noted in the ledger."""

from collections.abc import Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.file_names import safe_name
from celliq_desktop.domain.handing_over import HandOver
from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.problems import BadSurroundings, Cancelled, Problem
from celliq_desktop.domain.reports import ReportStatus, SealedExport
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.vin import normalise
from celliq_desktop.jobs.fan_out import fan_out
from celliq_desktop.jobs.processes import cores
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.export_report import export_report
from celliq_desktop.usecases.reports import report_library


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of a batch: files written, reports left out with why, and how many were not begun before a cancel."""

    written: tuple[SealedExport, ...]
    left_out: tuple[tuple[ReportId, Problem], ...]
    not_begun: int


def file_name(report_id: ReportId, language: str) -> str:
    """Report id and language, nothing personal; whatever a server calls its report, every system can hold the file."""
    return safe_name(f"battery-condition-report-{report_id}-{language}.pdf", otherwise="report.pdf")


def newest_in_force(desk: Desk, vins: Sequence[str]) -> tuple[tuple[ReportId, ...], tuple[str, ...]]:
    """The newest valid report of each car, by what the mirror knows; and the VINs that have none."""
    newest: dict[str, ReportId] = {}
    for report in report_library(desk):
        if report.status is ReportStatus.VALID and report.vin is not None:
            newest.setdefault(report.vin, report.id)
    wanted = dict.fromkeys(filter(None, map(normalise, vins)))
    found = tuple(newest[vin] for vin in wanted if vin in newest)
    return found, tuple(vin for vin in wanted if vin not in newest)


def export_reports(
    desk: Desk,
    report_ids: Sequence[ReportId],
    *,
    folder: Path,
    language: str,
    hand_over: HandOver,
    progress: Progress,
    cancel: CancelToken,
) -> tuple[Exported, Changes]:
    """One file a report, as ``export_report``; one that cannot be handed out stops no other, a full disk stops all.
    What was written stays. A cancel ends it between two reports and is no problem: the answer says how far it came."""
    wanted = tuple(dict.fromkeys(report_ids))
    written: list[SealedExport] = []
    left_out: list[tuple[ReportId, Problem]] = []
    places = _places(folder, wanted, language)
    spread = replace(desk, heavy=desk.processes)

    def export(report_id: ReportId) -> SealedExport:
        return export_report(
            spread,
            report_id,
            out=places[report_id],
            language=language,
            progress=_unheard,
            cancel=cancel,
            hand_over=hand_over,
        )[0]

    progress(0, len(wanted), N_("sealing"))
    try:
        # one more than there are processes: while they draw, another report is sealed and written
        for report_id, answer in fan_out(wanted, export, workers=cores() + 1, cancel=cancel):
            if isinstance(answer, SealedExport):
                written.append(answer)
            elif not isinstance(answer, Cancelled):
                left_out.append((report_id, _problem(answer)))
            progress(len(written) + len(left_out), len(wanted), N_("sealing"))
    except Cancelled:
        pass  # the answer counts what was not begun
    changes = Changes.of(Topic.EXPORTS, Topic.REPORTS) if written else Changes.of()
    return Exported(tuple(written), tuple(left_out), len(wanted) - len(written) - len(left_out)), changes


def _problem(error: Exception) -> Problem:
    """The problem of one report; raises what would meet every other report, too."""
    if isinstance(error, BrokenExecutor):
        raise BadSurroundings(
            "process_ended",
            N_("A process that draws reports was ended by the system, perhaps for want of memory."),
            safe=N_("Files written before are whole."),
            next_step=N_("Close other programs, then export the rest."),
        ) from error
    if not isinstance(error, Problem) or error.code in ("disk_full", "cannot_write", "clock_wrong"):
        raise error
    return error


def _places(folder: Path, report_ids: Sequence[ReportId], language: str) -> dict[ReportId, Path]:
    """A file for each, never one that is there already: the ledger knows that one by its hash."""
    taken: set[Path] = set()
    places = {}
    for report_id in report_ids:
        first = folder / file_name(report_id, language)
        path, number = first, 1
        while path in taken or path.exists():
            number += 1
            path = first.with_stem(f"{first.stem}-{number}")
        taken.add(path)
        places[report_id] = path
    return places


def _unheard(_done: int, _total: int | None, _words: str) -> None:
    """Steps of one report in a batch are nobody's business."""
