"""The acceptance policy in a process of its own: a file from anywhere may crash, hang or eat the memory of that only.

The child reads the PDF on standard input and answers with one JSON object on standard output."""

import json
import subprocess
import sys
from dataclasses import asdict
from datetime import datetime
from typing import Any

from celliq_desktop.domain.reports import SealCheck, Verdict
from celliq_desktop.signing.check import MOST_BYTES, AcceptancePolicy

CHECK_WORD = "--check-seal-from-stdin"
"""The one argument that makes a frozen program this child: there ``sys.executable`` has no ``-m``."""
MEMORY_BYTES = 1536 * 1024 * 1024
"""Address space of the child, where the system can limit it (POSIX)."""

_CHILD = [CHECK_WORD] if getattr(sys, "frozen", False) else ["-m", "celliq_desktop.signing.isolated"]


class IsolatedChecker:
    """Implements ``ports.SealChecker``; a crash, a timeout or an answer that makes no sense is UNVERIFIABLE."""

    def __init__(self, timeout_s: float = 15.0) -> None:
        """``timeout_s`` for the whole check, in seconds."""
        self._timeout_s = timeout_s

    def check(self, pdf: bytes) -> SealCheck:
        """What ``AcceptancePolicy`` says. Never raises."""
        if len(pdf) > MOST_BYTES:
            return AcceptancePolicy().check(pdf)  # which refuses it unread
        try:
            # run() kills the child and reaps it when the time is up
            done = subprocess.run(
                [sys.executable, *_CHILD],
                input=pdf,
                capture_output=True,
                timeout=self._timeout_s,
                check=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows would show a console
            )
            return _from_json(done.stdout)
        except subprocess.TimeoutExpired:
            return _doubt(f"The check took longer than {self._timeout_s:g} seconds and was stopped.")
        except subprocess.CalledProcessError:
            return _doubt("The check stopped unexpectedly; the file may be damaged on purpose.")
        except OSError as error:
            return _doubt(f"The check cannot be started: {error.strerror or error}.")
        except (ValueError, TypeError, KeyError):
            return _doubt("The check gave no clear answer.")


def _doubt(reason: str) -> SealCheck:
    return SealCheck(verdict=Verdict.UNVERIFIABLE, reasons=(reason,))


def _to_json(check: SealCheck) -> str:
    return json.dumps(asdict(check), default=lambda value: value.value if isinstance(value, Verdict) else str(value))


def _from_json(text: bytes) -> SealCheck:
    """Raises ValueError, TypeError or KeyError for anything but our own answer."""
    fields: dict[str, Any] = json.loads(text)
    fields["verdict"] = Verdict(fields["verdict"])
    fields["reasons"] = tuple(str(reason) for reason in fields["reasons"])
    fields["timestamp_certificates"] = tuple(str(one) for one in fields["timestamp_certificates"])
    for name in ("sealed_at", "timestamp"):
        fields[name] = None if fields[name] is None else datetime.fromisoformat(fields[name])
    return SealCheck(**fields)


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def main() -> None:
    """The child."""
    _limit_memory()
    sys.stdout.write(_to_json(AcceptancePolicy().check(sys.stdin.buffer.read(MOST_BYTES + 1))))


if __name__ == "__main__":
    main()
