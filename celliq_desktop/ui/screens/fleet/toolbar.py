"""Search, filters, what they find, and how the table is laid out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from celliq_desktop.ui.screens.fleet.choices import ChoiceMenu
from celliq_desktop.ui.screens.fleet.views_button import ViewsButton
from celliq_desktop.ui.theme.icons import Glyph, icon
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES, Theme
from celliq_desktop.ui.widgets.buttons import IconButton
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.fleet.facets import FACETS, Facet
from celliq_desktop.viewmodels.fleet.state import FleetState
from celliq_desktop.viewmodels.words import _

_LEAST_SEARCH = 160
"""Pixels, at a text scale of 1, that the search needs beside the filters."""


class FacetButton(IconButton):
    """One facet as a menu of options that may be combined."""

    toggled_option = Signal(str)

    def __init__(self, facet: Facet, parent: QWidget | None = None) -> None:
        super().__init__(
            Glyph.CARET_DOWN,
            _("Filter: {title}").format(title=_(facet.title)),
            _(facet.title),
            kind="field",
            parent=parent,
        )
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._menu = ChoiceMenu(self)
        self._menu.setAccessibleName(_(facet.title))
        self._actions: dict[str, QAction] = {}
        for option in facet.options:
            action = self._menu.addAction(_(option.words))
            action.setCheckable(True)
            action.triggered.connect(lambda _on=False, key=option.key: self.toggled_option.emit(key))
            self._actions[option.key] = action
        self.setMenu(self._menu)
        self.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)

    def show_picked(self, picked: frozenset[str]) -> None:
        """Tick the options in force."""
        for key, action in self._actions.items():
            action.setChecked(key in picked)


class FleetToolbar(QWidget):
    """Emits what was asked for; the screen turns it into a query."""

    searched = Signal(str)
    toggled_option = Signal(str)
    columns_asked = Signal()
    export_asked = Signal()
    compact_asked = Signal(bool)
    left_search = Signal()

    def __init__(self, views: ViewsButton, parent: QWidget | None = None, *, sellers: bool = True) -> None:
        """An owner's cars have no ``sellers`` to be found by."""
        super().__init__(parent)
        self.views = views
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search VIN, car, seller") if sellers else _("Search VIN, car"))
        self.search.setAccessibleName(_("Search the fleet"))
        self.search.setClearButtonEnabled(True)
        self.search.setProperty("kind", "search")
        self.search.textChanged.connect(self.searched)
        self.search.returnPressed.connect(self.left_search)
        self._glass = QAction(self.search)
        self.search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._facets = [FacetButton(facet) for facet in FACETS if len(facet.options) > 1]
        self._matches = label(Role.SECONDARY)
        self.compact = IconButton(Glyph.ROWS, _("Compact rows"))
        self.compact.setCheckable(True)
        self.compact.toggled.connect(self.compact_asked)
        self.columns = IconButton(Glyph.COLUMNS, _("Choose columns"))
        self.columns.clicked.connect(self.columns_asked)
        self.export = IconButton(Glyph.EXPORT, _("Save the cars shown as a table"))
        self.export.clicked.connect(self.export_asked)
        self._above = QHBoxLayout()
        self._above.setSpacing(SIZES.gap2)
        self._line = row = QHBoxLayout()
        row.setSpacing(SIZES.gap2)
        row.addWidget(self.search, 2)
        for facet in self._facets:
            facet.toggled_option.connect(self.toggled_option)
            row.addWidget(facet)
        row.addStretch(1)
        for widget in (self._matches, self.views, self.compact, self.columns, self.export):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap2)
        column.addLayout(self._above)
        column.addLayout(row)
        self._cramped = False
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where room is scarce the filters have a line of their own."""
        super().resizeEvent(event)
        self._make_room()

    def show_state(self, state: FleetState) -> None:
        """Words, ticks and the count of what is found."""
        if self.search.text() != state.query.text:
            self.search.setText(state.query.text)
        for facet in self._facets:
            facet.show_picked(state.query.picked)
        self.views.show_query(state.query)
        self._matches.setText(state.matches)

    def take_theme(self, theme: Theme) -> None:
        """Icons in the new colours."""
        self._make_room()
        self._glass.setIcon(icon(Glyph.SEARCH, theme_of(self).colours.faint, theme.px(SIZES.icon)))

    def _make_room(self) -> None:
        theme = theme_of(self)
        beside = (self._matches, self.views, self.compact, self.columns, self.export)
        needed = sum(widget.sizeHint().width() + SIZES.gap2 for widget in (*self._facets, *beside)) + theme.px(
            _LEAST_SEARCH
        )
        cramped = self.width() < needed
        self.search.setMaximumWidth(self.maximumWidth() if cramped else theme.px(SIZES.search))
        if cramped != self._cramped:
            self._cramped = cramped
            before, after = (self._line, self._above) if cramped else (self._above, self._line)
            for widget in (self.search, *beside):
                before.removeWidget(widget)
            after.insertWidget(0, self.search, 2)
            for widget in beside:
                after.addWidget(widget)
