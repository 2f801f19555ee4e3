"""Changes on the screen they are about: the questions of held ones, with the same answers as in Activity, and a word
for those that wait to be sent."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.screens.screen import PAY_NOW, ScreenContext
from celliq_desktop.ui.widgets.activity_rows import ActivityRows
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.viewmodels.activity import ActivityState
from celliq_desktop.viewmodels.activity_lines import ActivityLine, Part
from celliq_desktop.viewmodels.formats import count, whole
from celliq_desktop.viewmodels.words import _

_MOST = 2
"""Questions asked here at once; the others stand in Activity."""


class HeldLines(ActivityRows):
    """Hidden while nothing that is ``wanted`` asks; ``release`` it with its screen."""

    def __init__(
        self, context: ScreenContext, wanted: Callable[[ActivityLine], bool], parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Needs you"), parent)
        self._model = model = context.models.activity
        self._wanted = wanted
        self.more = button("", "link")
        self.more.clicked.connect(lambda: context.navigator.open_screen("activity"))
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.cancelled.connect(model.cancel)
        self.retried.connect(model.retry)
        self.toggled.connect(model.toggle)
        self.paid.connect(lambda: context.navigator.open_screen("billing", PAY_NOW))
        self._bindings = Bindings(self)
        self._bindings.bind(model, self._show)

    def look_again(self) -> None:
        """What is wanted has changed."""
        self._show(self._model.state)

    def release(self) -> None:
        """Stop listening."""
        self._bindings.release()

    def _show(self, state: ActivityState) -> None:
        lines = [line for line in state.of(Part.NEEDS_YOU) if self._wanted(line)]
        self.show_lines(lines[:_MOST], state.opened)
        left = len(lines) - _MOST
        self.more.setText(_("{left} more in Activity").format(left=whole(left)))
        self.more.setAccessibleName(_("Open Activity: {left} more need you").format(left=whole(left)))
        self.more.setVisible(left > 0)


class WaitingLink(QWidget):
    """What waits to be sent and is ``wanted`` here, in one line that leads to Activity; hidden while nothing does.
    ``release`` it with its screen."""

    def __init__(
        self, context: ScreenContext, wanted: Callable[[ActivityLine], bool], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._wanted = wanted
        self.link = button("", "link")
        self.link.clicked.connect(lambda: context.navigator.open_screen("activity"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        self._model = context.models.activity
        self._bindings = Bindings(self)
        self._bindings.bind(self._model, self._show)

    def look_again(self) -> None:
        """What is wanted has changed."""
        self._show(self._model.state)

    def release(self) -> None:
        """Stop listening."""
        self._bindings.release()

    def _show(self, state: ActivityState) -> None:
        lines = [line for line in state.of(Part.QUEUED) if self._wanted(line)]
        words = _("{changes} waiting to be sent").format(changes=count(len(lines), "change", "changes"))
        if len(lines) == 1:
            words = f"{lines[0].title}: {lines[0].state}"
        self.link.setText(words)
        self.link.setAccessibleName(_("Open Activity: {words}").format(words=words))
        self.setVisible(bool(lines))
