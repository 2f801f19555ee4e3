"""The sync status: offline, age, progress or problem, in one pill that opens Activity."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from celliq_desktop.ui.theme.fonts import sans
from celliq_desktop.ui.theme.icons import Glyph, paint_glyph
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES, TYPE
from celliq_desktop.ui.widgets.tips import plain_tip
from celliq_desktop.ui.widgets.tones import ink_of
from celliq_desktop.viewmodels.sync import SyncPhase, SyncState
from celliq_desktop.viewmodels.words import _

_GLYPHS = {
    SyncPhase.IDLE: Glyph.SYNCED,
    SyncPhase.SYNCING: Glyph.SYNC,
    SyncPhase.OFFLINE: Glyph.OFFLINE,
    SyncPhase.PARTIAL: Glyph.WARNING,
    SyncPhase.PROBLEM: Glyph.WARNING,
}


class SyncPill(QAbstractButton):
    """Draws a ``SyncState``; ``clicked`` leads to Activity."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = SyncState()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(self._state)

    def show_state(self, state: SyncState) -> None:
        """Take a new state."""
        self._state = state
        self.setText(state.words)
        self.setAccessibleName(_("Sync: {text}").format(text=self.text()))
        self.setToolTip(plain_tip(state.detail or _("Open Activity")))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the words."""
        theme = theme_of(self)
        metrics = QFontMetrics(sans(theme, TYPE.secondary, TYPE.semibold))
        width = (
            metrics.horizontalAdvance(self.text())
            + theme.px(SIZES.icon)
            + 3 * theme.px(SIZES.gap2)
            + theme.px(SIZES.gap1)
        )
        return QSize(width, theme.px(SIZES.control) - SIZES.gap1)

    def changeEvent(self, event: QEvent) -> None:
        """Another text scale: another size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, progress, icon, words, focus ring."""
        theme = theme_of(self)
        ink, soft = ink_of(theme.colours, self._state.tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = QRectF(self.rect()).adjusted(SIZES.line, SIZES.line, -SIZES.line, -SIZES.line)
        radius = field.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(soft))
        painter.drawRoundedRect(field, radius, radius)
        if self._state.phase is SyncPhase.SYNCING and self._state.total:
            share = min(1.0, self._state.done / self._state.total)
            bar = QRectF(field.left() + radius, field.bottom() - SIZES.gap_half, 0, SIZES.gap_half)
            bar.setWidth((field.width() - 2 * radius) * share)
            painter.fillRect(bar, QColor(ink))
        if self.hasFocus() or self.underMouse():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.colours.focus if self.hasFocus() else ink), SIZES.focus_ring))
            painter.drawRoundedRect(field, radius, radius)
        size = theme.px(SIZES.icon)
        left = field.left() + theme.px(SIZES.gap2)
        glyph = _GLYPHS[self._state.phase]
        paint_glyph(painter, QRectF(left, field.top(), size, field.height()), glyph, ink, size)
        painter.setFont(sans(theme, TYPE.secondary, TYPE.semibold))
        painter.setPen(QColor(ink))
        words = field.adjusted(left + size + theme.px(SIZES.gap1), 0, 0, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self.text())
