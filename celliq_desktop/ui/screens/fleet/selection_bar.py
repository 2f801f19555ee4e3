"""What can be done with several cars at once; shown while more than one is selected. Where room is scarce, what is
seldom wanted goes into a menu."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import IconButton, button
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.formats import whole
from celliq_desktop.viewmodels.words import _, ngettext


class SelectionBar(QFrame):
    """``issue``: check what reports for these cars would cost; ``fetch`` readings now; ``let_go``: ask whether to
    disconnect them; ``invite`` their owners; ``copy_rows``; ``cleared``."""

    issue = Signal()
    fetch = Signal()
    let_go = Signal()
    invite = Signal()
    copy_rows = Signal()
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None, *, invites: bool = True) -> None:
        """``invites`` False leaves them out, for somebody who is no dealer."""
        super().__init__(parent)
        self.setProperty("surface", "strip")
        self._rows: tuple[FleetRow, ...] = ()
        self._words = label(Role.STRONG)
        self._issue = button(_("Issue reports"), "primary")
        self._issue.clicked.connect(self.issue)
        vins = button(_("Copy VINs"))
        vins.clicked.connect(self._copy_vins)
        rows = button(_("Copy rows"), name=_("Copy the selected rows as a table"))
        rows.clicked.connect(self._copy_rows)
        fetch = button(_("Fetch readings"), name=_("Fetch readings of the selected cars now"))
        fetch.clicked.connect(self.fetch)
        let_go = button(_("Disconnect"), name=_("Disconnect the selected cars"))
        let_go.clicked.connect(self.let_go)
        invite = button(_("Invite owners"), name=_("Invite the owners of the selected cars"))
        invite.clicked.connect(self.invite)
        close = IconButton(Glyph.X, _("Clear the selection"))
        close.clicked.connect(self.cleared)
        self._more = IconButton(Glyph.CARET_DOWN, _("More for the selected cars"), _("More"), kind="field")
        self._more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._more)
        menu.aboutToShow.connect(self._fill)
        self._more.setMenu(menu)
        self._seldom = [vins, rows, let_go, *([invite] if invites else []), fetch]
        self._always = (self._words, self._issue, close)
        line = QHBoxLayout(self)
        line.setContentsMargins(SIZES.gap4, SIZES.gap2, SIZES.gap2, SIZES.gap2)
        line.setSpacing(SIZES.gap2)
        line.addWidget(self._words)
        line.addStretch(1)
        for widget in (*self._seldom, self._more, self._issue, close):
            line.addWidget(widget)
        self.setAccessibleName(_("Selection"))
        self.hide()

    def show_rows(self, rows: Sequence[FleetRow]) -> None:
        """These cars are selected."""
        self._rows = tuple(rows)
        self._say()
        self.setVisible(len(self._rows) > 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: more or fewer buttons."""
        super().resizeEvent(event)
        self._make_room()

    def event(self, event: QEvent) -> bool:
        """Buttons of another size, by their words, the text scale or the theme: more or fewer of them."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._make_room()
        return done

    def set_busy(self, words: str) -> None:
        """A bulk action runs (its name is in ``words``), or none does."""
        self._issue.setEnabled(not words)
        self._issue.setText(words or _("Issue reports"))

    def _say(self, done: str = "") -> None:
        selected = ngettext("{n} car selected", "{n} cars selected", len(self._rows)).format(n=whole(len(self._rows)))
        self._words.setText(f"{selected} · {done}" if done else selected)

    def _copy_vins(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(row.vin for row in self._rows))
        self._say(_("VINs copied"))

    def _copy_rows(self) -> None:
        self.copy_rows.emit()
        self._say(_("rows copied"))

    def _make_room(self) -> None:
        """Buttons as long as there is room, from the right; the others go into the menu."""
        room = self.contentsRect().width() - SIZES.gap4 - SIZES.gap2
        room -= sum(widget.sizeHint().width() + SIZES.gap2 for widget in self._always)
        wide = [widget.sizeHint().width() + SIZES.gap2 for widget in self._seldom]
        cramped = sum(wide) > room
        if cramped:
            room -= self._more.sizeHint().width() + SIZES.gap2
        for widget, width in zip(reversed(self._seldom), reversed(wide), strict=True):
            room -= width
            widget.setVisible(room >= 0)
        self._more.setVisible(cramped)

    def _fill(self) -> None:
        menu = self._more.menu()
        menu.clear()
        for widget in self._seldom:
            if widget.isHidden():
                menu.addAction(widget.text()).triggered.connect(widget.click)
