"""The table's header: titles, a clear arrow on the sorted column, a menu to choose columns; remembered."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAction, QColor, QContextMenuEvent, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from celliq_desktop.ui.screens.fleet.choices import ChoiceMenu
from celliq_desktop.ui.screens.fleet.delegate import header_font
from celliq_desktop.ui.screens.fleet.header_keys import HeaderKeys
from celliq_desktop.ui.theme.icons import Glyph, paint_glyph
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.tips import plain_tip
from celliq_desktop.viewmodels.fleet.columns import COLUMNS, CellKind, Shown
from celliq_desktop.viewmodels.words import _

_KEYS = tuple(column.key for column in COLUMNS)
_FLEXIBLE = _KEYS.index("car")
"""The column that takes the room that is left, while it is shown."""
_NARROWEST = 16
"""Average characters that column may shrink to, where the table would have to be moved sideways otherwise."""


class FleetHeader(QHeaderView):
    """``chosen`` when columns were shown, hidden, moved or resized. Columns ``left_out`` are not offered."""

    chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.left_out: frozenset[str] = frozenset()
        self._sorted: tuple[int, bool] | None = None
        self._chosen = False
        self.scale = theme_of(self).scale
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme_of(self).px(SIZES.rail_item))
        self.setAccessibleName(_("Columns"))
        self.keys = HeaderKeys(self)
        self._stretched = _FLEXIBLE

    def start(self) -> None:
        """After the model is set: first widths and which columns are shown."""
        width = QFontMetrics(self.font()).averageCharWidth()
        for section, column in enumerate(COLUMNS):
            self.resizeSection(section, column.letters * width)
            self.setSectionHidden(section, column.shown is not Shown.ALWAYS)
        self.sectionMoved.connect(lambda *_moved: self.chosen.emit())
        self.sectionResized.connect(lambda *_resized: self.chosen.emit())

    def take_scale(self, scale: float) -> None:
        """Another text scale: widths grow or shrink with it."""
        change, self.scale = scale / self.scale, scale
        shown = [section for section in range(self.count()) if not self.isSectionHidden(section)]
        before = {section: self.sectionSize(section) for section in shown}
        self.setMinimumSectionSize(round(SIZES.rail_item * scale))  # makes narrow ones wider at once
        if change != 1:
            self.blockSignals(True)
            for section, size in before.items():
                self.resizeSection(section, round(size * change))
            self.blockSignals(False)
            self.fill(self.viewport().width())

    def show_sorted(self, key: str, *, descending: bool) -> None:
        """Draw the arrow at this column."""
        self._sorted = (_KEYS.index(key), descending)
        self.setAccessibleDescription(
            _("Sorted by {title}, {words}").format(
                title=_(COLUMNS[_KEYS.index(key)].title), words=_("falling") if descending else _("rising")
            )
        )
        self.viewport().update()

    def shown_keys(self) -> tuple[str, ...]:
        """Visible columns as a person sees them, left to right."""
        order = (self.logicalIndex(at) for at in range(self.count()))
        return tuple(_KEYS[section] for section in order if not self.isSectionHidden(section))

    @property
    def chosen_by_hand(self) -> bool:
        """True once a person chose columns, now or in an earlier run."""
        return self._chosen

    def show_keys(self, keys: tuple[str, ...]) -> None:
        """Show exactly these columns, in this order; unknown keys are skipped, none shows the defaults."""
        known = [_KEYS.index(key) for key in keys if key in _KEYS and key not in self.left_out]
        if not known:
            return
        self._chosen = True
        for section in range(self.count()):
            self.setSectionHidden(section, section not in known)
        for place, section in enumerate(known):
            self.moveSection(self.visualIndex(section), place)

    def toggle(self, key: str) -> None:
        """Show or hide one column; the last one stays."""
        section = _KEYS.index(key)
        hide = not self.isSectionHidden(section)
        if not (hide and len(self.shown_keys()) == 1):
            self._chosen = True
            self.setSectionHidden(section, hide)
            self.fill(self.viewport().width())
            self.chosen.emit()

    def reset(self) -> None:
        """The columns of the first day, in their order and widths."""
        self._chosen = False
        average = QFontMetrics(self.font()).averageCharWidth()
        for section, column in enumerate(COLUMNS):
            self.moveSection(self.visualIndex(section), section)
            self.resizeSection(section, column.letters * average)
            self.setSectionHidden(section, column.shown is not Shown.ALWAYS)
        self.fill(self.viewport().width())
        self.chosen.emit()

    def fill(self, width: int) -> None:
        """Let the flexible column take what others leave of ``width``."""
        if not self._chosen:
            self._fit(width)
        average = QFontMetrics(self.font()).averageCharWidth()
        flexible = _flexible(self.shown_keys())
        if self._stretched != flexible and not self.isSectionHidden(self._stretched):
            self.resizeSection(self._stretched, COLUMNS[self._stretched].letters * average)
        self._stretched = flexible
        others = sum(self.sectionSize(section) for section in range(self.count()) if section != flexible)
        left = width - others
        wanted = left if left >= _NARROWEST * average else COLUMNS[flexible].letters * average
        if not self.isSectionHidden(flexible) and self.sectionSize(flexible) != wanted:
            self.blockSignals(True)
            self.resizeSection(flexible, wanted)
            self.blockSignals(False)

    def _fit(self, width: int) -> None:
        """While nobody chose columns: the extra ones as long as they fit."""
        average = QFontMetrics(self.font()).averageCharWidth()
        room = width - sum(column.letters * average for column in COLUMNS if column.shown is Shown.ALWAYS)
        self.blockSignals(True)
        for section, column in enumerate(COLUMNS):
            if column.shown is Shown.WIDE:
                room -= column.letters * average
                self.setSectionHidden(section, room < 0)
                self.resizeSection(section, column.letters * average)
        self.blockSignals(False)

    def ask_below(self, widget: QWidget) -> None:
        """Open the chooser under a button."""
        self._ask(widget.mapToGlobal(QPoint(0, widget.height())))

    def _ask(self, at: QPoint) -> None:
        menu = columns_menu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Right click opens the chooser."""
        self._ask(event.globalPos())

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Title, arrow, hairline."""
        theme = theme_of(self)
        c = theme.colours
        sorted_here = self._sorted is not None and self._sorted[0] == section
        pad, arrow = theme.px(SIZES.gap2), theme.px(SIZES.gap3)
        painter.save()
        painter.fillRect(rect, QColor(c.surface))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), SIZES.line, QColor(c.border_strong))
        painter.setFont(header_font(theme))
        painter.setPen(QColor(c.text if sorted_here else c.muted))
        right = COLUMNS[section].kind is CellKind.NUMBER
        inner = rect.adjusted(pad, 0, -pad, 0)
        title = _(COLUMNS[section].title)
        wide = painter.fontMetrics().horizontalAdvance(title)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter), title)
        if section == self.keys.section and self.hasFocus():
            painter.setPen(QPen(QColor(c.focus), SIZES.focus_ring))
            painter.drawRect(rect.adjusted(SIZES.line, SIZES.line, -SIZES.focus_ring, -SIZES.focus_ring))
        if sorted_here and self._sorted is not None:
            left = inner.right() - wide - arrow - SIZES.gap1 if right else inner.left() + wide + SIZES.gap1
            glyph = Glyph.ARROW_DOWN if self._sorted[1] else Glyph.ARROW_UP
            paint_glyph(painter, QRect(left, rect.top(), arrow, rect.height()), glyph, c.accent, arrow)
        painter.restore()


def columns_menu(header: FleetHeader) -> QMenu:
    """The column chooser."""
    menu = ChoiceMenu(header)
    menu.setAccessibleName(_("Columns"))
    ticks: dict[str, QAction] = {}

    def show() -> None:
        shown = header.shown_keys()
        for key, action in ticks.items():
            action.setChecked(key in shown)

    def toggle(key: str) -> None:
        header.toggle(key)
        show()

    for column in (one for one in COLUMNS if one.key not in header.left_out):
        action = menu.addAction(_(column.title))
        action.setToolTip(plain_tip(_(column.tip)))
        action.setCheckable(True)
        action.triggered.connect(lambda _on=False, key=column.key: toggle(key))
        ticks[column.key] = action
    show()
    menu.addSeparator()
    menu.addAction(_("Usual columns")).triggered.connect(header.reset)
    return menu


def _flexible(keys: tuple[str, ...]) -> int:
    """The car's name; where it is not shown, the last column of words."""
    shown = [_KEYS.index(key) for key in keys]
    words = [section for section in shown if COLUMNS[section].kind is not CellKind.NUMBER]
    return _FLEXIBLE if _FLEXIBLE in shown else (words or shown or [_FLEXIBLE])[-1]
