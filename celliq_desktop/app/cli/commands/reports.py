"""``report validate | generate | list | export``."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from celliq_desktop.app.cli.answers import Answer, progress_on_stderr, table
from celliq_desktop.app.cli.commands.fleet import car, report_item
from celliq_desktop.app.cli.surroundings import open_desk
from celliq_desktop.domain.handing_over import HandOver
from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.letterheads import PAPERS, REGIONS, Letterhead
from celliq_desktop.domain.problems import NeedsYou, ProblemKind
from celliq_desktop.domain.reports import Report, SealedExport, Validation
from celliq_desktop.jobs.cancel import CancelFlag

if TYPE_CHECKING:  # the desk brings the database along
    from celliq_desktop.usecases.desk import Desk

report = typer.Typer(help="Battery Condition Reports.", no_args_is_help=True)

Language = Annotated[str, typer.Option("--lang", help="Language of the report: en, de, fr, nl, es, it or pl.")]
Paper = Annotated[str | None, typer.Option("--paper", help="a4 or letter; the desk's own unless given.")]
Region = Annotated[str | None, typer.Option("--region", help="Where the buyer lives, such as DE, CH, GB or US.")]
Vin = Annotated[str, typer.Argument(help="The car's VIN.")]


@report.callback()
def _report() -> None:
    """Battery Condition Reports."""


@report.command("validate")
def validate(context: typer.Context, vin: Vin) -> Answer:
    """Whether the server would issue a report now, and what it would cost; nothing is spent."""
    from celliq_desktop.usecases.reports import validate as ask

    with open_desk(context.obj) as desk:
        validation = ask(desk, car(desk, vin).id)
    return Answer(_validation(validation), _validation_words(validation), 0 if validation.valid else _REFUSED)


@report.command("generate")
def generate(
    context: typer.Context,
    vin: Vin,
    *,
    out: Annotated[Path | None, typer.Option(help="Also seal it and write the PDF here.")] = None,
    language: Language = "en",
    paper: Paper = None,
    region: Region = None,
    again: Annotated[
        bool, typer.Option("--again", help="Issue another although one is in force (costs credits).")
    ] = False,
) -> Answer:
    """Issue a report; a report that is in force is used again and costs nothing."""
    from celliq_desktop.usecases.generate_report import generate_report

    progress, cancel = progress_on_stderr(), CancelFlag()
    with open_desk(context.obj) as desk:
        result, _changes = generate_report(desk, car(desk, vin).id, again=again, progress=progress, cancel=cancel)
        head = _letterhead(desk, paper, region)
        sealed = _sealed(desk, result.report.id, out, language, head) if out else None
        url = _verify_url(desk, result.report)
    document = {
        "report": {**report_item(result.report), "verify_url": url},
        "credits_charged": result.credits_charged,
        "reused": result.reused,
        "file": {"path": sealed.path, "sha256": sealed.sha256} if sealed else None,
    }
    how = "was in force already; no credit used" if result.reused else "issued"
    lines = [f"Report {result.report.id} {how}. {url}"]
    return Answer(document, "\n".join([*lines, f"Sealed: {sealed.path}"] if sealed else lines))


@report.command("list")
def list_reports(
    context: typer.Context,
    out: Annotated[Path | None, typer.Option(help="Also write the list of the mirror here, .csv or .xlsx.")] = None,
    export: Annotated[Path | None, typer.Option("--export", help="Write CellIQ's own list here (.csv, .xlsx).")] = None,
    first: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day issued.")] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day issued.")] = None,
) -> Answer:
    """Every report in the mirror, newest first; with --export the server's own list as a file."""
    from celliq_desktop.usecases.export_list import export_list
    from celliq_desktop.usecases.reports import report_library
    from celliq_desktop.usecases.tables import check_suffix, write_reports

    check_suffix(out)
    if export is not None:
        days = [day.date() if day else None for day in (first, last)]
        with open_desk(context.obj) as desk:
            written = export_list(desk, export, *days)
        document = {"path": str(written.path), "rows": written.rows}
        return Answer(document, f"{written.rows:,} reports written to {written.path}")
    with open_desk(context.obj) as desk:
        library = report_library(desk)
        if out is not None:
            write_reports(desk, library, out)
    rows = [
        (found.id, f"{found.generated_at:%Y-%m-%d}", found.vin or "-", f"{found.soh_percent:.1f} %", found.status_raw)
        for found in library
    ]
    words = table(("report", "issued", "VIN", "SoH", "status"), rows) if rows else "No report yet."
    return Answer({"items": [report_item(found) for found in library], "total": len(library)}, words)


@report.command("export")
def export(
    context: typer.Context,
    report_id: Annotated[str, typer.Argument(help="Id of an issued report.")],
    *,
    out: Annotated[Path, typer.Option(help="Where to write the file.")],
    language: Language = "en",
    paper: Paper = None,
    region: Region = None,
    form: Annotated[
        str, typer.Option("--format", help="pdf (sealed), twin, catena-x or din-dke-spec-99100 (not sealed).")
    ] = "pdf",
) -> Answer:
    """Render, check the QR, seal, check the seal, write: in this order, or not at all. The other formats are for
    machines: the twin, or the known fields of a public data model."""
    if form != "pdf":
        return _data(context, ReportId(report_id), out, form, language)
    with open_desk(context.obj) as desk:
        sealed = _sealed(desk, ReportId(report_id), out, language, _letterhead(desk, paper, region))
    document = {
        "report_id": sealed.report_id,
        "file": {"path": sealed.path, "sha256": sealed.sha256},
        "language": sealed.language,
        "seal_level": sealed.seal_level,
    }
    return Answer(document, f"Sealed: {sealed.path}\nSHA-256 {sealed.sha256}")


def _data(context: typer.Context, report_id: ReportId, out: Path, form: str, language: str) -> Answer:
    from celliq_desktop.usecases.export_data import export_data

    with open_desk(context.obj) as desk:
        written = export_data(desk, report_id, out=out, form=form, language=language)
    document = {
        "report_id": report_id,
        "file": {"path": written.path, "sha256": written.sha256},
        "format": form,
        "language": language,
    }
    return Answer(document, f"Written, not sealed: {written.path}\nSHA-256 {written.sha256}")


@report.command("batch")
def batch(
    context: typer.Context,
    vins: Annotated[Path, typer.Option(help="A list of VINs: one a line, or a table (CSV, XLSX) with a column VIN.")],
    out: Annotated[Path, typer.Option(help="Folder for the sealed PDFs.")],
    language: Language = "en",
    recipient: Annotated[str, typer.Option(help="Who the files are for; noted in the ledger.")] = "",
    purpose: Annotated[str, typer.Option(help="What they are for; noted in the ledger.")] = "",
) -> Answer:
    """Seal the newest report in force of each car; exits 5 when one had to be left out."""
    from celliq_desktop.usecases.export_reports import export_reports, newest_in_force
    from celliq_desktop.usecases.read_vins import read_vins

    wanted = read_vins(vins)
    with open_desk(context.obj) as desk:
        found, without = newest_in_force(desk, wanted)
        out.mkdir(parents=True, exist_ok=True)
        done, _changes = export_reports(
            desk,
            found,
            folder=out,
            language=language,
            hand_over=HandOver(recipient, purpose),
            progress=progress_on_stderr(),
            cancel=CancelFlag(),
        )
    document = {
        "files": [{"report_id": one.report_id, "path": one.path, "sha256": one.sha256} for one in done.written],
        "left_out": [{"report_id": one, "code": why.code, "message": why.message} for one, why in done.left_out],
        "without_report": list(without),
        "total": len(wanted),
    }
    lines = [f"{len(done.written)} of {len(wanted)} sealed in {out}"]
    lines += [f"{report_id}: {why.message}" for report_id, why in done.left_out]
    lines += [f"{vin}: no report in force" for vin in without]
    return Answer(document, "\n".join(lines), _REFUSED if done.left_out or without else 0)


_REFUSED = ProblemKind.REFUSED.exit_code


def _sealed(desk: "Desk", report_id: ReportId, out: Path, language: str, head: Letterhead) -> SealedExport:
    from celliq_desktop.usecases.export_report import export_report

    sealed, _changes = export_report(
        desk, report_id, out=out, language=language, letterhead=head, progress=progress_on_stderr(), cancel=CancelFlag()
    )
    return sealed


def _letterhead(desk: "Desk", paper: str | None, region: str | None) -> Letterhead:
    """The desk's own, with what was said on the command line in its place."""
    for said, allowed in ((paper, PAPERS), (region, REGIONS)):
        if said is not None and said not in allowed:
            raise NeedsYou("usage", f"“{said}” is not offered.", next_step=f"Choose one of: {', '.join(allowed)}.")
    own = desk.letterheads.load()
    return replace(own, paper=paper or own.paper, region=region or own.region)


def _verify_url(desk: "Desk", found: Report) -> str:
    from celliq_desktop.domain.urls import verify_url

    return verify_url(desk.verify_base_url, found.token)


def _validation(validation: Validation) -> dict[str, Any]:
    return {
        "valid": validation.valid,
        "requirements": [
            {"code": one.code, "required": one.required, "actual": one.actual, "met": one.met, "message": one.message}
            for one in validation.requirements
        ],
        "credits_required": validation.credits_required,
        "credits_balance": validation.credits_balance,
    }


def _validation_words(validation: Validation) -> str:
    head = "A report can be issued." if validation.valid else "A report cannot be issued yet."
    lines = [f"{'ok     ' if one.met else 'missing'}  {one.message or one.code}" for one in validation.requirements]
    if validation.credits_required is not None:
        balance = "" if validation.credits_balance is None else f", {validation.credits_balance} there"
        lines.append(f"credits: {validation.credits_required} needed{balance}")
    return "\n".join([head, *lines])
