"""The command palette (Ctrl+K): type a few letters, get a car, a screen or an action."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from celliq_desktop.ui.theme.fonts import mono, sans
from celliq_desktop.ui.theme.icons import Glyph, paint_glyph
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES, TYPE
from celliq_desktop.ui.widgets.cards import framed, hairline
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.palette import Entry
from celliq_desktop.viewmodels.words import _

_ENTRY = int(Qt.ItemDataRole.UserRole)
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_GLYPHS = {"vehicle": Glyph.CAR, "screen": Glyph.CARET_RIGHT, "action": Glyph.LIGHTNING}
_SHADE_ALPHA = 110
_ROWS = 9


class _EntryDelegate(QStyledItemDelegate):
    """Icon, words, and a quiet hint at the right."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry: Entry = index.data(_ENTRY)
        view = self.parent()
        theme = theme_of(view if isinstance(view, QWidget) else QWidget())
        c = theme.colours
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.row_selected))
            painter.drawRoundedRect(rect, SIZES.radius_m, SIZES.radius_m)
        size, pad = theme.px(SIZES.icon), theme.px(SIZES.gap2)
        kind = entry.key.partition(":")[0]
        mark = QRect(rect.left() + pad, rect.top(), size, rect.height())
        paint_glyph(painter, mark, _GLYPHS.get(kind, Glyph.CARET_RIGHT), c.muted, size)
        inner = rect.adjusted(2 * pad + size, 0, -pad, 0)
        painter.setFont(sans(theme))
        painter.setPen(QColor(c.text))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), entry.words)
        painter.setFont(mono(theme) if kind == "vehicle" else sans(theme, TYPE.secondary))
        painter.setPen(QColor(c.muted))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), entry.hint)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A row of the table's height."""
        view = self.parent()
        return QSize(0, theme_of(view).px(SIZES.row) if isinstance(view, QWidget) else SIZES.row)


class CommandPalette(QWidget):
    """Covers ``parent`` with a shade. ``find`` gives entries for a text; ``chosen`` carries an entry's key."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, find: Callable[[str], Sequence[Entry]]) -> None:
        super().__init__(parent)
        self._over = parent
        self._find = find
        self._before: QWidget | None = None
        self.field = QLineEdit()
        self.field.setProperty("kind", "bare")
        self.field.setPlaceholderText(_("Search cars by VIN or name, screens, actions"))
        self.field.setAccessibleName(_("Search cars, screens and actions"))
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Found"))
        self.list.setItemDelegate(_EntryDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._choose)
        self._nothing = label(Role.SECONDARY, _("Nothing found. Try part of a VIN, a make or a screen."))
        self._box = framed("dialog")
        self._box.setParent(self)
        self._column = column = QVBoxLayout(self._box)
        column.setContentsMargins(SIZES.gap2, SIZES.gap3, SIZES.gap2, SIZES.gap2)
        column.setSpacing(SIZES.gap2)
        column.addWidget(self.field)
        column.addWidget(hairline())
        column.addWidget(self.list, 1)
        column.addWidget(self._nothing)
        self.field.setTextMargins(SIZES.gap2, 0, SIZES.gap2, 0)
        parent.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show it empty, with the keyboard."""
        self._before = self.window().focusWidget()
        self.field.clear()
        self._fill("")
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Put it away and give the keyboard back."""
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter in the field steer the list; the shade follows its parent's size."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._steer(event)
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the shade puts it away."""
        if not self._box.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The shade."""
        shade = QColor(theme_of(self).colours.shade)
        shade.setAlpha(_SHADE_ALPHA)
        QPainter(self).fillRect(self.rect(), shade)

    def _steer(self, event: QKeyEvent) -> bool:
        if event.key() in _MOVES:
            self.list.keyPressEvent(event)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentItem())
            return True
        return False

    def _fill(self, text: str) -> None:
        self.list.clear()
        for entry in self._find(text):
            item = QListWidgetItem(self.list)
            item.setData(_ENTRY, entry)
            item.setText(entry.words)
        self.list.setCurrentRow(0)
        self._nothing.setVisible(self.list.count() == 0)
        self.list.setVisible(self.list.count() > 0)
        self._place()

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            entry: Entry = item.data(_ENTRY)
            self.dismiss()
            self.chosen.emit(entry.key)

    def _place(self) -> None:
        parent = self._over
        self.setGeometry(parent.rect())
        theme = theme_of(self)
        width = min(theme.px(SIZES.dialog), parent.width() - 2 * SIZES.gap6)
        rows = min(_ROWS, self.list.count(), (parent.height() - 8 * SIZES.gap8) // theme.px(SIZES.row))
        self.list.setFixedHeight(max(1, rows) * theme.px(SIZES.row))
        height = self._column.totalSizeHint().height()
        self._box.setGeometry((parent.width() - width) // 2, 2 * SIZES.gap8, width, height)
