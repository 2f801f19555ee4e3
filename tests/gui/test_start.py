"""What the first paint waits for."""

import subprocess
import sys

_HEAVY = ("sqlalchemy", "alembic", "sqlcipher3", "httpx", "numpy", "pyqtgraph", "pypdfium2", "pyhanko", "reportlab")


def test_the_window_is_imported_without_database_network_and_plots() -> None:
    script = f"import sys, celliq_desktop.ui.shell; print(*[name for name in {_HEAVY!r} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert answer.stdout.split() == []
