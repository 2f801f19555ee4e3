"""``outbox``: what waits to be sent, and what became of it."""

from typing import Annotated, Any

import typer

from celliq_desktop.app.cli.answers import Answer, progress_on_stderr, table
from celliq_desktop.app.cli.surroundings import open_desk
from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.outbox import Operation, OperationState
from celliq_desktop.domain.problems import ProblemKind
from celliq_desktop.jobs.cancel import CancelFlag

OpId = Annotated[str, typer.Argument(help="Id of a change, from “outbox list”.")]

outbox = typer.Typer(help="Changes that wait to be sent.", no_args_is_help=True)


@outbox.callback()
def _outbox() -> None:
    """Changes that wait to be sent."""


@outbox.command("list")
def list_operations(context: typer.Context) -> Answer:
    """Every operation with its state, newest last."""
    from celliq_desktop.usecases.send_outbox import operations

    with open_desk(context.obj) as desk:
        found = operations(desk)
    rows = [(one.op_id, one.kind, one.state.value, one.last_error or "") for one in found]
    return Answer(
        {"items": [_item(one) for one in found]},
        table(("operation", "kind", "state", "last error"), rows) if rows else "Nothing waits.",
    )


@outbox.command("retry")
def retry_operation(context: typer.Context, op_id: OpId) -> Answer:
    """Send a change that waits, now, with the same key ("try again", "I have paid"): nothing is done twice."""
    from celliq_desktop.usecases.operations import known
    from celliq_desktop.usecases.outbox import continue_operation

    with open_desk(context.obj) as desk:
        wanted = OperationId(op_id)
        continue_operation(desk, wanted, progress=progress_on_stderr(), cancel=CancelFlag())
        return _answer(known(desk, wanted))


@outbox.command("cancel")
def cancel(context: typer.Context, op_id: OpId) -> Answer:
    """Take back a change that was not sent."""
    from celliq_desktop.usecases.operations import known
    from celliq_desktop.usecases.send_outbox import cancel_operation

    with open_desk(context.obj) as desk:
        cancel_operation(desk, OperationId(op_id))
        return _answer(known(desk, OperationId(op_id)))


def _answer(operation: Operation) -> Answer:
    words = " ".join(part for part in (f"{operation.op_id} {operation.state.value}.", operation.last_error) if part)
    code = ProblemKind.TRY_AGAIN.exit_code if operation.state.active else 0
    if operation.state in (OperationState.REJECTED, OperationState.FAILED):
        code = ProblemKind.REFUSED.exit_code
    if operation.state in (OperationState.NEEDS_PAYMENT, OperationState.NEEDS_USER):
        code = ProblemKind.NEEDS_YOU.exit_code
    return Answer({"operation": _item(operation)}, words, code)


def _item(one: Operation) -> dict[str, Any]:
    return {
        "op_id": one.op_id,
        "kind": one.kind,
        "natural_key": one.natural_key,
        "batch_id": one.batch_id,
        "state": one.state,
        "attempts": one.attempts,
        "created_at": one.created_at,
        "next_attempt_at": one.not_before if one.state.active else None,
        "last_error": one.last_error,
    }
