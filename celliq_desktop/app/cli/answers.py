"""What a command says: one JSON document or a few words on stdout, everything else on stderr."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from math import isnan
from typing import Any

from celliq_desktop.domain.problems import Problem


@dataclass(frozen=True, slots=True)
class Answer:
    """``document`` for ``--json``, ``words`` for people, the exit code of product.md."""

    document: Mapping[str, Any]
    words: str = ""
    exit_code: int = 0
    said: bool = field(default=False)


def plain(value: object) -> Any:
    """JSON-ready: times as RFC 3339 UTC with seconds, enums by value, tuples as lists; NaN becomes null."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float) and isnan(value):  # NaN has no JSON
        return None
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value


def say(answer: Answer, *, as_json: bool) -> None:
    """Print the answer."""
    if answer.said:
        return
    if as_json:
        print(json.dumps(plain(answer.document), ensure_ascii=False, allow_nan=False))
    elif answer.words:
        print(answer.words)


def problem_document(problem: Problem) -> dict[str, Any]:
    """A problem as cli.md writes it under ``error``."""
    error: dict[str, Any] = {
        "kind": problem.kind.value if problem.kind.value != "cancelled" else "try_again",
        "code": problem.code,
        "message": problem.message,
        "next_step": problem.next_step,
    }
    if problem.reasons:
        error["reasons"] = list(problem.reasons)
    if problem.url:
        error["url"] = problem.url
    return error


def say_problem(problem: Problem, *, as_json: bool) -> None:
    """Print a problem: with ``--json`` as the error document of cli.md, otherwise in plain words on stderr."""
    if as_json:
        print(json.dumps({"error": problem_document(problem)}, ensure_ascii=False))
        return
    for line in (problem.message, *problem.reasons, problem.safe, problem.next_step, problem.url or ""):
        if line:
            print(line, file=sys.stderr)


def progress_on_stderr() -> Callable[[int, int | None, str], None]:
    """Progress for a terminal: one line that is written over; silent when stderr is no terminal."""
    if not sys.stderr.isatty():
        return lambda _done, _total, _words: None

    def progress(done: int, total: int | None, words: str) -> None:
        of = f" of {total:,}" if total else ""
        print(f"\r\x1b[K{words}: {done:,}{of}", end="", file=sys.stderr, flush=True)

    return progress


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell."""
    widths = [max(len(line[at]) for line in (header, *rows)) for at in range(len(header))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in (header, *rows)]
    return "\n".join(line.rstrip() for line in lines)
