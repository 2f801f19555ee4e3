"""The crash net: what nobody foresaw is written down redacted, and told in one sentence; never a traceback on a
screen."""

import logging
import secrets
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from celliq_desktop.app.redact import Redactor

_log = logging.getLogger(__name__)


class CrashNet:
    """Catches what escapes the main thread, worker threads and Qt slots; ``tell`` shows the copyable, redacted
    report."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._redact = Redactor(secrets.token_bytes(16))

    def install(self) -> None:
        """Take over ``sys.excepthook`` and ``threading.excepthook``."""
        sys.excepthook = self._main
        threading.excepthook = self._thread

    def uninstall(self) -> None:
        """Give everything back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def caught(self, where: str, error: BaseException) -> str:
        """Log ``error`` and return the redacted report."""
        report = self.report(where, error)
        _log.error("unexpected error in %s: %s", where, report)
        return report

    def report(self, where: str, error: BaseException) -> str:
        """What a person may copy and send: type, redacted message and the places in our code, no values."""
        places = [
            f"  {_place(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
        return "\n".join([f"{type(error).__name__} in {where}", self._redact(str(error)), *places])

    def _main(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self._tell(self.caught("the main thread", error))

    def _thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._tell(self.caught("a worker thread", args.exc_value))


def _place(path: str) -> str:
    """The path inside our package, or the bare file name: a report names no folder of this machine."""
    _, ours, rest = path.replace("\\", "/").rpartition("celliq_desktop/")
    return rest if ours else path.replace("\\", "/").rpartition("/")[2]
