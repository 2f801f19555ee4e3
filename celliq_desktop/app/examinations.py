"""Files from anywhere, looked at in a process of its own: one may crash, hang or eat the memory of that only."""

import os
import subprocess
import sys
import threading
from typing import BinaryIO, cast

from celliq_desktop.app.examining import EXAMINE, FOUND, TWIN, WORD, receive, send
from celliq_desktop.app.options import VAULT_VARIABLE
from celliq_desktop.domain.examinations import Examination
from celliq_desktop.domain.text import N_
from celliq_desktop.jobs.limit import within

_LONGEST_ANSWER = 9_000_000
"""A twin is the longest."""
_LONGEST_START_S = 60.0
_LONGEST_END_S = 5.0
_STOPPED = N_("The check stopped unexpectedly; the file may be damaged on purpose.")


class _NoAnswer(Exception):
    """The process says nothing of a file; the sentence is why."""


class IsolatedExaminer:
    """Implements ``domain.examinations.FileExaminer``; may be asked from several threads, each of which gets a process.
    A process that has answered is kept for the next file; ``close`` ends them."""

    def __init__(self, timeout_s: float = 15.0) -> None:
        """``timeout_s`` for one file, in seconds."""
        self._timeout_s = timeout_s
        self._lock = threading.Lock()
        self._idle: list[subprocess.Popen[bytes]] = []

    def examine(self, pdf: bytes) -> Examination:
        """What ``usecases.examinations.Examiner`` says. Never raises."""
        from celliq_desktop.signing.check import MOST_BYTES, AcceptancePolicy
        from celliq_desktop.signing.likeness import sealed_alike
        from celliq_desktop.usecases.examinations import Examiner, in_doubt, read

        if len(pdf) > MOST_BYTES:
            return Examiner(AcceptancePolicy(), sealed_alike).examine(pdf)  # it looks at the size, and no further
        try:
            return read(self._answer(EXAMINE, pdf))
        except _NoAnswer as said:
            return in_doubt(str(said))
        except ValueError:
            return in_doubt(N_("The check gave no clear answer."))

    def twin(self, pdf: bytes) -> str | None:
        """Implements ``domain.examinations.TwinReader``."""
        try:
            answer = self._answer(TWIN, pdf)
            return str(answer[1:], "utf-8") if answer[:1] == FOUND else None
        except (_NoAnswer, ValueError):
            return None

    def _answer(self, order: bytes, pdf: bytes) -> bytes:
        """Never empty. _NoAnswer with a sentence."""
        try:
            process = self._process()
        except OSError as error:
            raise _NoAnswer(
                N_("The check cannot be started: {value}.").format(value=error.strerror or error)
            ) from error
        if process is None:
            raise _NoAnswer(N_("The check cannot be started."))
        try:
            answer = within(self._timeout_s, lambda: _ask(process, order + pdf))
        except TimeoutError as error:
            _end(process)
            raise _NoAnswer(
                N_("The check took longer than {timeout_s:g} seconds and was stopped.").format(
                    timeout_s=self._timeout_s
                )
            ) from error
        if answer is None:
            _end(process)
            raise _NoAnswer(_STOPPED)
        with self._lock:
            self._idle.append(process)
        if not answer:
            raise _NoAnswer(_STOPPED)
        return answer

    def close(self) -> None:
        """End the processes that wait for files; harmless twice."""
        with self._lock:
            idle, self._idle = self._idle, []
        for process in idle:
            _end(process)

    def _process(self) -> "subprocess.Popen[bytes] | None":
        """One that is ready for a file; None when a new one does not get as far."""
        with self._lock:
            while self._idle:
                process = self._idle.pop()
                if process.poll() is None:
                    return process
                _end(process)
        frozen = getattr(sys, "frozen", False)
        started = subprocess.Popen(
            [sys.executable, WORD] if frozen else [sys.executable, "-m", "celliq_desktop", WORD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={
                name: value for name, value in os.environ.items() if name != VAULT_VARIABLE
            },  # no business of a file's
            start_new_session=True,  # a fork that hangs ends with it
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows would show a console
        )
        try:
            if within(_LONGEST_START_S, lambda: receive(cast("BinaryIO", started.stdout), 0)) is not None:
                return started
        except TimeoutError:
            pass
        _end(started)
        return None


def _ask(process: "subprocess.Popen[bytes]", message: bytes) -> bytes | None:
    """None when the process ended instead of answering."""
    try:
        send(cast("BinaryIO", process.stdin), message)
    except OSError:
        return None
    return receive(cast("BinaryIO", process.stdout), _LONGEST_ANSWER)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill it with its forks, and reap it."""
    if sys.platform == "win32":
        process.kill()
    else:
        import signal

        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            try:
                stream.close()
            except OSError:  # what was still to be written finds nobody
                continue
    process.wait(_LONGEST_END_S)
