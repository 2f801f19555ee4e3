"""How long the window's thread does not come round: a timer that should ring every few milliseconds, and how late it
was at worst."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

_TICK_MS = 5


@dataclass(slots=True)
class Gaps:
    """Milliseconds between two rounds of the event loop: ``late`` by the clock on the wall, which counts what others do
    on the machine, ``worked`` by what the thread itself did meanwhile."""

    late: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)

    @property
    def worst(self) -> float:
        """The longest round by the clock."""
        return max(self.late, default=0.0)

    @property
    def most_work(self) -> float:
        """The longest piece of the thread's own work."""
        return max(self.worked, default=0.0)


@contextmanager
def watched() -> Iterator[Gaps]:
    """Watch this thread's event loop; whoever is inside must run it."""
    gaps = Gaps()
    last = [time.perf_counter(), time.thread_time()]

    def tick() -> None:
        wall, own = time.perf_counter(), time.thread_time()
        gaps.late.append((wall - last[0]) * 1_000)
        gaps.worked.append((own - last[1]) * 1_000)
        last[:] = wall, own

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start(_TICK_MS)
    try:
        yield gaps
        tick()
    finally:
        timer.stop()
        timer.deleteLater()


def run_until(done: Callable[[], bool], *, seconds: float = 600.0) -> None:
    """Let the event loop go round until ``done``."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not end"
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
