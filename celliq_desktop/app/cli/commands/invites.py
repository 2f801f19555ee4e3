"""``invite FILE`` and ``invite status``: sellers of a list are asked by e-mail to connect their cars, each once."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from celliq_desktop.app.cli.answers import Answer, progress_on_stderr, table
from celliq_desktop.app.cli.surroundings import open_desk
from celliq_desktop.domain.invites import Invite, RowResult
from celliq_desktop.domain.problems import NeedsYou, Problem, ProblemKind
from celliq_desktop.domain.sellers import JudgedList, RowVerdict, SellerColumns, SellerTable
from celliq_desktop.jobs.cancel import CancelFlag

if TYPE_CHECKING:  # the desk brings the database along
    from celliq_desktop.usecases.desk import Desk

_STATES = ("sent", "already_invited", "invalid", "duplicate", "waiting", "failed")
_STATUS = "status"
_SHOWN = 20
"""Rows shown to a person; all are in the JSON and in the result file."""


def invite(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|status", help="A list of sellers, .csv or .xlsx.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Judge every row and send nothing.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write what became of each row here, .csv or .xlsx.")] = None,
    vin_column: Annotated[str | None, typer.Option(help="Name of the column that holds the VIN.")] = None,
    email_column: Annotated[str | None, typer.Option(help="Name of the column that holds the e-mail.")] = None,
    encoding: Annotated[str | None, typer.Option(help="How the text is encoded, where that is not clear.")] = None,
) -> Answer:
    """Invite the sellers of a list by e-mail, each once; run it again after a crash, and it goes on."""
    from celliq_desktop.usecases.tables import check_suffix

    check_suffix(out)
    with open_desk(context.obj) as desk:
        if file == _STATUS:
            return _status(desk, out)
        return _invited(desk, _table(Path(file), encoding), (vin_column, email_column), dry_run=dry_run, out=out)


def _table(path: Path, encoding: str | None) -> SellerTable:
    from celliq_desktop.usecases.import_sellers import open_list

    return open_list(path, encoding=encoding)


def _invited(
    desk: "Desk", sellers: SellerTable, names: tuple[str | None, str | None], *, dry_run: bool, out: Path | None
) -> Answer:
    from celliq_desktop.usecases.import_sellers import judge_list
    from celliq_desktop.usecases.invite_tables import write_results
    from celliq_desktop.usecases.invites import results_of

    columns = _columns(sellers, *names)
    problem = None if dry_run else _freshened(desk)
    judged = judge_list(desk, sellers, columns)
    if not dry_run and (judged.sending or judged.counts[RowVerdict.WAITING]):
        problem = _send(desk, judged)
    results = results_of(desk, judged)
    if out is not None:
        write_results(desk, results, out)
    counts = Counter(row.state for row in results)
    document = {
        "rows": len(results),
        **{state: counts[state] for state in _STATES},
        "dry_run": dry_run,
        "file": {
            "name": sellers.name,
            "encoding": sellers.encoding or None,
            "sheet": sellers.sheet or None,
            "vin_column": sellers.header[columns.vin or 0],
            "email_column": sellers.header[columns.email or 0],
        },
        "results": [_item(row) for row in results],
    }
    return Answer(document, _words(results, counts, dry_run=dry_run, problem=problem), _code(counts, dry_run, problem))


def _columns(sellers: SellerTable, vin: str | None, email: str | None) -> SellerColumns:
    """The guess, with what the options say put over it."""

    def at(name: str | None, guess: int | None) -> int | None:
        if name is None:
            return guess
        if name not in sellers.header:
            raise NeedsYou(
                "usage", f"The file has no column “{name}”.", next_step=f"It has: {', '.join(sellers.header)}."
            )
        return sellers.header.index(name)

    return SellerColumns(vin=at(vin, sellers.columns.vin), email=at(email, sellers.columns.email), confidence=1.0)


def _freshened(desk: "Desk") -> Problem | None:
    """A profile that was not synced lately knows neither its cars nor what a colleague has invited."""
    from celliq_desktop.usecases.fresh_fleet import freshen_fleet

    try:
        freshen_fleet(desk, progress=progress_on_stderr(), cancel=CancelFlag())
    except Problem as problem:
        return problem
    return None


def _send(desk: "Desk", judged: JudgedList) -> Problem | None:
    from celliq_desktop.usecases.import_sellers import confirm_list
    from celliq_desktop.usecases.send_invites import resume_invites, send_invites

    progress, cancel = progress_on_stderr(), CancelFlag()
    if judged.sending:
        confirm_list(desk, judged, progress=progress, cancel=cancel)
    resume_invites(desk)
    try:
        send_invites(desk, progress=progress, cancel=cancel, pause=cancel.wait)
    except Problem as problem:
        return problem
    return None


def _code(counts: Counter[str], dry_run: bool, problem: Problem | None) -> int:
    """0 when every valid row is sent or already invited; 4 while some wait; 5 when no row is valid, or the server
    refused one; the problem's own code when a person must do something first."""
    if counts.total() == counts["invalid"]:
        return ProblemKind.REFUSED.exit_code
    if dry_run:
        return 0
    if counts["waiting"]:
        needs_you = problem is not None and problem.kind is ProblemKind.NEEDS_YOU
        return (ProblemKind.NEEDS_YOU if needs_you else ProblemKind.TRY_AGAIN).exit_code
    return ProblemKind.REFUSED.exit_code if counts["failed"] else 0


def _item(row: RowResult) -> dict[str, Any]:
    return {
        "row": row.number,
        "vin": row.vin,
        "seller_email": row.seller_email,
        "state": row.state,
        "reason": row.reason or None,
    }


def _words(results: Sequence[RowResult], counts: Counter[str], *, dry_run: bool, problem: Problem | None) -> str:
    names = {"already_invited": "already invited", "waiting": "to be sent" if dry_run else "waiting"}
    head = ", ".join(f"{counts[state]:,} {names.get(state, state)}" for state in _STATES if counts[state]) or "no row"
    told = [row for row in results if row.state in ("invalid", "failed", "duplicate", "waiting") and row.reason]
    if dry_run:
        told = [row for row in told if row.state != "waiting"]
    lines = [f"{len(results):,} rows: {head}.", "Nothing was sent: this was a dry run." if dry_run else ""]
    if told:
        rows = [(f"row {row.number}", row.vin or "-", row.state, row.reason) for row in told[:_SHOWN]]
        lines.append(table(("row", "VIN", "state", "reason"), rows))
        lines.append(f"and {len(told) - _SHOWN:,} more" if len(told) > _SHOWN else "")
    if problem is not None:
        lines += [problem.message, problem.next_step]
    return "\n".join(line for line in lines if line)


def _status(desk: "Desk", out: Path | None) -> Answer:
    from celliq_desktop.usecases.invite_tables import write_invites
    from celliq_desktop.usecases.invites import invites

    found = invites(desk)
    if out is not None:
        write_invites(desk, found, out)
    counts = Counter(one.state for one in found)
    document = {
        "items": [_invite_item(one) for one in found],
        "total": len(found),
        "counts": {state.value: number for state, number in counts.items()},
    }
    rows = [(one.vin, one.seller_email, one.state.value.replace("_", " "), one.reason) for one in found[:_SHOWN]]
    more = f"\nand {len(found) - _SHOWN:,} more" if len(found) > _SHOWN else ""
    said = ", ".join(f"{number:,} {state.value.replace('_', ' ')}" for state, number in counts.most_common())
    words = f"{table(('VIN', 'seller', 'state', 'reason'), rows)}{more}\n{said}"
    return Answer(document, words if found else "Nobody was invited yet.")


def _invite_item(one: Invite) -> dict[str, Any]:
    return {
        "vin": one.vin,
        "seller_email": one.seller_email,
        "state": one.state,
        "mails": one.mails,
        "asked_at": one.asked_at,
        "asked_by": one.asked_by,
        "last_sent_at": one.last_sent_at,
        "expires_at": one.expires_at,
        "list": one.list_name or None,
        "op_id": one.op_id,
        "reason": one.reason or None,
    }
