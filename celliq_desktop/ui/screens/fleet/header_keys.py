"""The header by keyboard: Tab reaches it, arrows go from column to column, Enter or Space sorts."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView

from celliq_desktop.viewmodels.words import _

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_SORTS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class HeaderKeys(QObject):
    """Gives ``header`` the keyboard; ``section`` is the column that has it."""

    def __init__(self, header: QHeaderView) -> None:
        super().__init__(header)
        self._header = header
        self.section = 0
        header.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        header.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, Home, End, Enter and Space; all others go their way."""
        if event.type() is QEvent.Type.FocusIn and self._header.isSectionHidden(self.section):
            self.section = self._shown()[0]
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._press(event)
        return super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> bool:
        key, shown = Qt.Key(event.key()), self._shown()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in _SORTS:
            self._header.sectionClicked.emit(self.section)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(shown[0 if key is Qt.Key.Key_Home else -1])
        elif key in _STEPS:
            at = shown.index(self.section) if self.section in shown else 0
            self._go(shown[min(max(0, at + _STEPS[key]), len(shown) - 1)])
        else:
            return False
        return True

    def _go(self, section: int) -> None:
        self.section = section
        self._header.setAccessibleName(
            _("Columns, {headerdata}").format(
                headerdata=self._header.model().headerData(section, Qt.Orientation.Horizontal)
            )
        )
        self._header.viewport().update()

    def _shown(self) -> list[int]:
        header = self._header
        order = [header.logicalIndex(at) for at in range(header.count())]
        return [section for section in order if not header.isSectionHidden(section)] or [0]
