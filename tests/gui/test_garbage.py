"""Widgets nobody holds any more are taken apart on the window's thread, whatever the workers do."""

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from celliq_desktop.ui.bridge.garbage import WindowGarbage


class _InACycle(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.me = self


def _busy(kept: list[list[int]]) -> None:
    """Enough new containers for the interpreter to look for garbage of every age."""
    kept.extend([number] for number in range(200_000))


def test_a_busy_worker_takes_no_widget_apart(qapp: QApplication) -> None:
    garbage = WindowGarbage(qapp)
    where: list[str] = []
    try:
        weakref.finalize(_InACycle(), lambda: where.append(threading.current_thread().name))
        kept: list[list[int]] = []
        worker = threading.Thread(target=_busy, args=(kept,), name="worker")
        worker.start()
        worker.join()
        assert where == []
        assert len(kept) == 200_000
        garbage.look()
        assert where == ["MainThread"]
    finally:
        garbage.close()
        garbage.deleteLater()
    assert gc.isenabled()
