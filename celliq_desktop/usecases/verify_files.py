"""Verify many files: two at a time, each answer as it comes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from celliq_desktop.domain.ports import CancelToken
from celliq_desktop.domain.problems import Problem
from celliq_desktop.domain.reports import Verification
from celliq_desktop.jobs.fan_out import fan_out
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.verify_report import verify_for_desk

Checked = tuple[Path, Verification | Problem]
_AT_ONCE = 2
"""Each is a process of some hundred megabytes."""


def verify_files(desk: Desk, paths: Sequence[Path], *, cancel: CancelToken) -> Iterator[Checked]:
    """Each path with its verification, or with why it could not be read; in the order they are done. ``Cancelled``
    between two files."""
    for path, answer in fan_out(paths, lambda path: verify_for_desk(desk, path), workers=_AT_ONCE, cancel=cancel):
        if isinstance(answer, Exception) and not isinstance(answer, Problem):
            raise answer
        yield path, answer
