"""The fleet's saved views, in a menu: one press brings back words, filters and order."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from celliq_desktop.ui.preferences import Preferences
from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.widgets.buttons import IconButton
from celliq_desktop.viewmodels.fleet.query import FleetQuery
from celliq_desktop.viewmodels.fleet.saved_views import SavedViews
from celliq_desktop.viewmodels.words import _

_KEY = "fleet/views"


class ViewsButton(IconButton):
    """``wanted`` carries the ``FleetQuery`` of the view that was chosen. Views are kept in ``preferences``."""

    wanted = Signal(object)

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(Glyph.BOOKMARK, _("Saved views"), parent=parent)
        self._preferences = preferences
        self._views = SavedViews()
        self._query = FleetQuery()
        self._list = QMenu(self)
        self._list.setAccessibleName(_("Saved views"))
        self._list.setToolTipsVisible(True)
        self._list.aboutToShow.connect(self._fill)
        self.setMenu(self._list)
        self.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)

    def show_query(self, query: FleetQuery) -> None:
        """What is in force; a view that says the same is ticked."""
        self._query = query

    def _fill(self) -> None:
        self._preferences.save()  # and reads what was taken out of the file meanwhile: a seller who was forgotten
        self._views = SavedViews.read(self._preferences.text(_KEY))
        self._list.clear()
        here = self._views.of(self._query)
        for view in self._views.views:
            action = self._list.addAction(view.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(view is here)
            action.triggered.connect(lambda _on=False, query=view.query: self.wanted.emit(query))
        if not self._views.views:
            self._list.addAction(_("No view is saved yet")).setEnabled(False)
        self._list.addSeparator()
        keep = self._list.addAction(_("Save this view"))
        keep.setEnabled(self._views.can_keep(self._query))
        keep.setToolTip(_("Words, filters and order, as they are now"))
        keep.triggered.connect(lambda: self._take(self._views.keeping(self._query)))
        if here is not None:
            forget = self._list.addAction(_("Forget this view"))
            forget.triggered.connect(lambda: self._take(self._views.without(here)))

    def _take(self, views: SavedViews) -> None:
        self._views = views
        self._preferences.put(_KEY, views.written)
