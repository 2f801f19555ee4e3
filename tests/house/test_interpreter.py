"""The installed Qt binding keeps count of None and True: 6.12.0 does not, and ends Python 3.11 after a while."""

import os
import subprocess
import sys

_COUNT = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, QTimer
app = QCoreApplication([])
thing = QObject()
def call(times):
    for _ in range(times):
        thing.setObjectName("x")
        thing.blockSignals(False)
        thing.isWidgetType()
        thing.setProperty("p", True)
        thing.property("q")
call(1000)
before = [sys.getrefcount(None), sys.getrefcount(True), sys.getrefcount(False)]
call(20000)
after = [sys.getrefcount(None), sys.getrefcount(True), sys.getrefcount(False)]
print(max(abs(a - b) for a, b in zip(after, before, strict=True)))
"""


def test_reference_counts_stay_flat_over_twenty_thousand_calls() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", _COUNT], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 100
