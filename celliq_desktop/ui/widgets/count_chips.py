"""Chips that count and filter: one a kind, its tone as a shape, pressed while only its kind is shown."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.health_badge import shape_path
from celliq_desktop.ui.widgets.tips import plain_tip
from celliq_desktop.ui.widgets.tones import Shape, ink_of, shape_of
from celliq_desktop.viewmodels.words import _


class Counted(Protocol):
    """What a chip shows."""

    @property
    def key(self) -> str: ...

    @property
    def words(self) -> str: ...

    @property
    def count(self) -> int: ...

    @property
    def tone(self) -> str: ...

    @property
    def on(self) -> bool: ...


class CountChipButton(QToolButton):
    """One chip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = "none"
        self.setProperty("kind", "count")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)

    def show_chip(self, chip: Counted) -> None:
        """Words, count and whether it filters."""
        self._tone = chip.tone
        self.setText(f"{chip.words} {chip.count:,}")
        self.setChecked(chip.on)
        self.setAccessibleName(f"{chip.words}: {chip.count:,}")
        self.setToolTip(
            plain_tip(_("Show only: {lower}").format(lower=chip.words.lower()) if not chip.on else _("Show all again"))
        )
        self.update()

    def sizeHint(self) -> QSize:
        """With room for the shape."""
        return super().sizeHint() + QSize(theme_of(self).px(SIZES.gap3), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, then its shape."""
        super().paintEvent(event)
        theme = theme_of(self)
        side = float(theme.px(SIZES.gap2) - 1)
        mark = QRectF(theme.px(SIZES.gap2) + 1.0, (self.height() - side) / 2, side, side)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink_of(theme.colours, self._tone)[0]))
        if shape_of(self._tone) is Shape.DASH:
            painter.drawRect(QRectF(mark.left(), mark.center().y() - SIZES.line, side, 2 * SIZES.line))
        else:
            painter.drawPath(shape_path(shape_of(self._tone), mark))


class CountChips(QWidget):
    """A row of them; buttons are kept while there are as many, so that none vanishes under the mouse."""

    toggled = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._chips: tuple[Counted, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SIZES.gap2)
        self._row.addStretch(1)
        self._buttons: list[CountChipButton] = []

    @property
    def words(self) -> tuple[str, ...]:
        """What the visible chips say."""
        return tuple(one.text() for one in self._buttons if not one.isHidden())

    def show_chips(self, chips: Sequence[Counted]) -> None:
        """These kinds there are."""
        self._chips = tuple(chips)
        while len(self._buttons) < len(chips):
            made = CountChipButton()
            at = len(self._buttons)
            made.toggled.connect(lambda on, at=at: self._turned(at, on=on))
            self._row.insertWidget(at, made)
            self._buttons.append(made)
        for at, one in enumerate(self._buttons):
            one.setVisible(at < len(chips))
            if at < len(chips):
                one.show_chip(chips[at])

    def _turned(self, at: int, *, on: bool) -> None:
        """By hand or by a screen reader, which toggles without a click; what was shown just now asks for nothing."""
        if at < len(self._chips) and on is not self._chips[at].on:
            self.toggled.emit(self._chips[at].key)
