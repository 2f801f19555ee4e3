"""The navigation rail: where one can go, with icons and words; narrow when room is scarce."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from celliq_desktop.ui.screens.screen import ScreenSpec
from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import IconButton
from celliq_desktop.ui.widgets.count_badge import CountBadge
from celliq_desktop.ui.widgets.empty_state import GlyphView
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.tips import plain_tip
from celliq_desktop.viewmodels.formats import whole
from celliq_desktop.viewmodels.words import N_, _

_PRODUCT = N_("CellIQ Desktop")


class RailEntry(IconButton):
    """A screen's entry, lit while its screen is in front. ``wanted`` by a click, also when it is lit already (a car
    stands under Fleet), or by a screen reader, which toggles it without a click."""

    wanted = Signal()

    def __init__(self, glyph: Glyph, title: str) -> None:
        super().__init__(glyph, title, title, kind="rail")
        self.setCheckable(True)
        self._lighting = self._was_lit = False
        self.pressed.connect(self._look)
        self.clicked.connect(self._clicked)
        self.toggled.connect(self._turned)

    def light(self) -> None:
        """Its screen came to the front."""
        self._lighting = True
        self.setChecked(True)
        self._lighting = False

    def _look(self) -> None:
        self._was_lit = self.isChecked()

    def _clicked(self) -> None:
        if self._was_lit:
            self.wanted.emit()

    def _turned(self, on: bool) -> None:
        if on and not self._lighting:
            self.wanted.emit()


class Rail(QFrame):
    """``chosen`` a screen's key; ``account_asked``; ``folded`` when it became narrow or wide by hand."""

    chosen = Signal(str)
    account_asked = Signal()
    folded = Signal(bool)

    def __init__(self, screens: Iterable[ScreenSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "rail")
        self.setAccessibleName(_("Navigation"))
        self._narrow = False
        self._specs = {spec.key: spec for spec in screens}
        self._group = QButtonGroup(self)
        self._buttons: dict[str, RailEntry] = {}
        self._badges: dict[str, CountBadge] = {}
        self._name = label(Role.RAIL, _(_PRODUCT), selectable=False)
        self.account = self._entry(Glyph.USER, _("Account, theme and text size"), _("Account"))
        self.account.clicked.connect(self.account_asked)
        self._fold = self._entry(Glyph.LIST, _("Fold the navigation"), _("Fold"))
        self._fold.clicked.connect(self._fold_by_hand)
        self._arrange()
        self.fold(False)

    @property
    def narrow(self) -> bool:
        """Icons only."""
        return self._narrow

    def show_screens(self, screens: Iterable[ScreenSpec]) -> None:
        """Only these can be gone to."""
        keys = {spec.key for spec in screens}
        for key, entry in self._buttons.items():
            entry.setVisible(key in keys)

    def show_current(self, key: str) -> None:
        """Light the entry of this screen, or the one it belongs under."""
        spec = self._specs.get(key)
        lit = self._buttons.get(key) or self._buttons.get(spec.under if spec is not None else "")
        if lit is not None:
            lit.light()

    def show_waiting(self, key: str, calls: int, waits: int) -> None:
        """On the entry of this screen: how much of what waits there calls for somebody, else how much waits."""
        entry, spec = self._buttons[key], self._specs[key]
        badge = self._badges.get(key)
        if badge is None:
            badge = self._badges[key] = CountBadge(entry)
        badge.show_count(calls or waits, "fair" if calls else "info")
        words = (
            _("{calls} need you").format(calls=whole(calls))
            if calls
            else _("{waits} waiting to be sent").format(waits=whole(waits))
            if waits
            else ""
        )
        name = f"{_(spec.title)}: {words}" if words else _(spec.title)
        entry.setAccessibleName(name)
        entry.setToolTip(plain_tip(name))

    def show_account(self, name: str) -> None:
        """Who is signed in; empty for nobody."""
        self.account.setText(name or _("Account"))
        self.account.setVisible(bool(name))

    def set_open(self, is_open: bool) -> None:
        """Entries can be used while a desk is open."""
        for entry in self._buttons.values():
            entry.setEnabled(is_open)

    def fold(self, narrow: bool) -> None:
        """Icons only, or icons and words."""
        self._narrow = narrow
        for entry in (*self._buttons.values(), self.account, self._fold):
            entry.show_words(not narrow)
        self._name.setVisible(not narrow)
        self._fold.setToolTip(_("Show words beside the icons") if narrow else _("Show icons only"))
        self._resize()

    def changeEvent(self, event: QEvent) -> None:
        """Another text scale: another width."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "_fold"):
            self._resize()

    def _fold_by_hand(self) -> None:
        self.fold(not self._narrow)
        self.folded.emit(self._narrow)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.gap2, SIZES.gap3, SIZES.gap2, SIZES.gap3)
        column.setSpacing(SIZES.gap1)
        brand = QHBoxLayout()
        brand.setContentsMargins(SIZES.gap2 + SIZES.gap_half, SIZES.gap1, 0, SIZES.gap4)
        brand.setSpacing(SIZES.gap2)
        brand.addWidget(GlyphView(Glyph.BATTERY_CHARGING, "mark", SIZES.icon_l))
        brand.addWidget(self._name)
        brand.addStretch(1)
        column.addLayout(brand)
        for spec in self._specs.values():
            if spec.in_rail:
                column.addWidget(self._screen_entry(spec))
        column.addStretch(1)
        column.addWidget(self.account)
        column.addWidget(self._fold)

    def _screen_entry(self, spec: ScreenSpec) -> IconButton:
        entry = RailEntry(spec.icon, _(spec.title))
        entry.wanted.connect(lambda: self.chosen.emit(spec.key))
        self._group.addButton(entry)
        self._buttons[spec.key] = entry
        return entry

    def _entry(self, glyph: Glyph, name: str, text: str) -> IconButton:
        return IconButton(glyph, name, text, kind="rail")

    def _resize(self) -> None:
        theme = theme_of(self)
        width = theme.px(SIZES.rail_collapsed if self._narrow else SIZES.rail)
        self.setFixedWidth(width)
        for entry in (*self._buttons.values(), self.account, self._fold):
            entry.setFixedSize(width - 2 * SIZES.gap2, theme.px(SIZES.rail_item))
        for badge in self._badges.values():
            badge.place()
