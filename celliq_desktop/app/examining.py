"""The process that looks at strangers' files, and what it is told and answers.

Each file is looked at by a fork of its own where the system has them, so that nothing a file breaks is there for the
next one, and the libraries are loaded once. Where there are no forks the process looks at one file and ends.

Messages both ways are a length of eight bytes and the bytes. In: what is asked, one byte, and a PDF. Out: for
``EXAMINE`` an examination (``usecases.examinations``), for ``TWIN`` the text attached to it after ``FOUND``, or another
byte alone; an empty message says that the fork died."""

import os
import sys
from typing import BinaryIO

WORD = "--examine-files"
"""The one argument that turns the program into this process."""
EXAMINE, TWIN, FOUND = b"E", b"T", b"+"
MEMORY_BYTES = 1536 * 1024 * 1024
"""Address space for one file, where the system can limit it (POSIX)."""
CPU_SECONDS = 30
_LENGTH = 8


def send(stream: BinaryIO, message: bytes) -> None:
    """Write one message."""
    stream.write(len(message).to_bytes(_LENGTH, "big"))
    stream.write(message)
    stream.flush()


def receive(stream: BinaryIO, most: int) -> bytes | None:
    """Read one message; None when the other side is gone or says more than ``most`` bytes."""
    head = stream.read(_LENGTH)
    length = int.from_bytes(head, "big")
    if len(head) < _LENGTH or length > most:
        return None
    message = stream.read(length)
    return message if len(message) == length else None


def main() -> int:
    """Load what every file needs, say so with an empty message, then answer until the other side closes its end."""
    from celliq_desktop.reports import fonts
    from celliq_desktop.signing import likeness
    from celliq_desktop.signing.check import MOST_BYTES, load

    load()
    likeness.load()
    fonts.register()
    _answered(EXAMINE)
    source, target = sys.stdin.buffer, sys.stdout.buffer
    send(target, b"")
    while (message := receive(source, MOST_BYTES + len(EXAMINE))) is not None:
        if not hasattr(os, "fork"):
            send(target, _answered(message))
            return 0
        send(target, _in_a_fork(message))
    return 0


def _answered(message: bytes) -> bytes:
    from celliq_desktop.reports.evidence import twin_of_pdf
    from celliq_desktop.signing.check import AcceptancePolicy
    from celliq_desktop.signing.likeness import sealed_alike
    from celliq_desktop.usecases.examinations import Examiner, written

    order, pdf = message[:1], message[1:]
    if order == TWIN:
        twin = twin_of_pdf(pdf)
        return b"-" if twin is None else FOUND + twin.encode()
    return written(Examiner(AcceptancePolicy(), sealed_alike).examine(pdf))


def _in_a_fork(message: bytes) -> bytes:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            _limit()
            with os.fdopen(writing, "wb") as answer:
                answer.write(_answered(message))
            status = 0
        finally:
            os._exit(status)  # nothing of the parent's runs a second time
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        said = answer.read()
    _pid, ended = os.waitpid(child, 0)
    return said if ended == 0 else b""


def _limit() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
