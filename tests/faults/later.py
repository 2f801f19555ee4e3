"""The command line as it runs some time later: ``python -m tests.faults.later SECONDS WORDS...``. Waiting for a request
that can no longer land takes minutes; here only the program's clock waits."""

import sys
from datetime import datetime, timedelta

from celliq_desktop.app import wiring
from celliq_desktop.app.clock import SystemClock
from celliq_desktop.app.main import main


class _Later(SystemClock):
    def now(self) -> datetime:
        return super().now() + timedelta(seconds=float(sys.argv[1]))


if __name__ == "__main__":
    vars(wiring)["SystemClock"] = _Later
    sys.exit(main(sys.argv[2:]))
