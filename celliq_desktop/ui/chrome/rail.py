"""The navigation rail: where one can go, with icons and words; narrow when room is scarce."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

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
    """A screen's entry, lit while its screen is in front. ``wanted`` by a click or by a screen reader, which toggles it
    without one; also when it is lit already, because a car stands under Fleet. Tab comes to the one that is lit, arrows
    to the others: ``passed`` on by so many places."""

    wanted = Signal()
    passed = Signal(int)

    def __init__(self, glyph: Glyph, title: str) -> None:
        super().__init__(glyph, title, title, kind="rail")
        self.setCheckable(True)
        self.light(False)
        self.toggled.connect(self._turned)

    def light(self, on: bool) -> None:
        """Its screen came to the front, or another did."""
        self._lighting = True
        self.setChecked(on)
        self._lighting = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows lead along the rail."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.passed.emit(step)

    def _turned(self, _on: bool) -> None:
        """By a person: what is lit stays lit until another screen is in front."""
        if not self._lighting:
            self.light(True)
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
        for entry in self._buttons.values() if lit is not None else ():
            entry.light(entry is lit)

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
        entry.passed.connect(lambda step: self._pass_on(entry, step))
        self._buttons[spec.key] = entry
        return entry

    def _pass_on(self, entry: RailEntry, step: int) -> None:
        """The keyboard goes on to the next entry that can be gone to; the last one is the end."""
        there = [one for one in self._buttons.values() if one.isVisible() and one.isEnabled()]
        at = there.index(entry) + step
        if 0 <= at < len(there):
            there[at].setFocus(Qt.FocusReason.TabFocusReason)

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
