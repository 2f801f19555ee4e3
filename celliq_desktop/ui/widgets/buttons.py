"""Buttons: primary (one a screen), plain, quiet, link; and icon buttons that follow the theme."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from celliq_desktop.ui.theme.icons import Glyph, icon
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.tips import plain_tip


def button(text: str, kind: str = "plain", *, name: str = "") -> QPushButton:
    """A push button; ``kind`` is primary, plain, quiet, link or danger."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setAutoDefault(False)
    made.setAccessibleName(name or text)
    if kind == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


class IconButton(QToolButton):
    """A glyph, with words beside it when ``text`` is given; ``name`` is the accessible name and the tool tip."""

    def __init__(
        self, glyph: Glyph, name: str, text: str = "", *, kind: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._glyph = glyph
        self._rail = kind == "rail"
        self.setProperty("kind", kind)
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(name))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if text:
            self.setText(text)
            self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.toggled.connect(self._draw_icon)
        self._draw_icon()

    def show_words(self, shown: bool) -> None:
        """Words beside the glyph, or the glyph alone."""
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonTextBesideIcon if shown else style.ToolButtonIconOnly)
        self._draw_icon()

    def set_glyph(self, glyph: Glyph) -> None:
        """Show another icon."""
        self._glyph = glyph
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        """A new palette means new icon colours."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._draw_icon()

    def _draw_icon(self) -> None:
        theme = theme_of(self)
        c = theme.colours
        ink = (c.rail_text if self.isChecked() else c.rail_muted) if self._rail else c.muted
        size = theme.px(SIZES.icon_l if self._rail else SIZES.icon)
        words = self.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        air = theme.px(SIZES.gap1) if words and self.layoutDirection() is Qt.LayoutDirection.LeftToRight else 0
        self.setIconSize(QSize(size + air, size))
        self.setIcon(icon(self._glyph, ink, size, disabled=c.faint, air=air))
