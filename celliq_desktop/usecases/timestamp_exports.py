"""Confirm when a report was sealed: at once where the service answers, by a later sync where it did not
(report.md section 5: queued and appended later, never faked)."""

import hashlib
import logging
from dataclasses import replace
from pathlib import Path

from celliq_desktop.domain.crashpoints import crashpoint
from celliq_desktop.domain.ports import CancelToken, Timestamper
from celliq_desktop.domain.problems import BadSurroundings, Problem, TryAgain
from celliq_desktop.domain.reports import SealedExport, TimestampState, Verdict
from celliq_desktop.mirror import exports
from celliq_desktop.usecases.desk import Desk

_log = logging.getLogger(__name__)


def stamped(desk: Desk, sealed: bytes) -> tuple[bytes, TimestampState]:
    """``sealed`` with a timestamp when one can be had now. The report is worth handing out without it, so no trouble
    with the service stops it."""
    timestamper = desk.timestamps.timestamper()
    if timestamper is None:
        return sealed, TimestampState.NONE
    try:
        found, _at = timestamper.append(sealed)
    except TryAgain:
        return sealed, TimestampState.PENDING
    except Problem as problem:
        _log.warning("timestamp: %s", problem.code)
        return sealed, TimestampState.PENDING
    if desk.own_checker.check(found).verdict is not Verdict.AUTHENTIC:
        _log.warning("timestamp: a stamped file does not pass our own check")
        return sealed, TimestampState.PENDING
    return found, TimestampState.STAMPED


def stamp_pending(desk: Desk, *, cancel: CancelToken) -> int:
    """Append what is still owed to files that are where they were written and unchanged; how many were stamped. A file
    that was moved or changed is left alone and owed nothing any more."""
    timestamper = desk.timestamps.timestamper()
    if timestamper is None:
        return 0
    with desk.mirror.read() as session:
        owed = exports.pending(session)
    done = 0
    for export in owed:
        cancel.check()
        after = _stamped_file(desk, timestamper, export)
        if after is None:
            break  # the others would try in vain, too
        done += after.timestamp is TimestampState.STAMPED
        with desk.mirror.write() as session:
            exports.note_timestamp(session, after)
    return done


def _stamped_file(desk: Desk, timestamper: Timestamper, export: SealedExport) -> SealedExport | None:
    """The ledger's row as it is afterwards; None when the service does not answer, or the disk is full."""
    path = Path(export.path)
    try:
        sealed = path.read_bytes()
    except OSError:
        return replace(export, timestamp=TimestampState.NOT_POSSIBLE)
    is_now = hashlib.sha256(sealed).hexdigest()
    if is_now == export.stamped_sha256:  # written by a run that ended before it could say so
        return replace(export, timestamp=TimestampState.STAMPED)
    if is_now != export.sha256:
        return replace(export, timestamp=TimestampState.NOT_POSSIBLE)
    try:
        found, _at = timestamper.append(sealed)
        if desk.own_checker.check(found).verdict is not Verdict.AUTHENTIC:
            return replace(export, timestamp=TimestampState.NOT_POSSIBLE)
        export = replace(export, stamped_sha256=hashlib.sha256(found).hexdigest())
        with desk.mirror.write() as session:
            exports.note_timestamp(session, export)  # before the file, so that it is known if the program ends here
        desk.files.write(path, found)
        crashpoint("timestamp: written")
    except TryAgain:
        return None
    except BadSurroundings as problem:
        return None if problem.code == "disk_full" else replace(export, timestamp=TimestampState.NOT_POSSIBLE)
    except Problem as problem:
        _log.warning("timestamp: %s", problem.code)
        return replace(export, timestamp=TimestampState.NOT_POSSIBLE)
    return replace(export, timestamp=TimestampState.STAMPED)
