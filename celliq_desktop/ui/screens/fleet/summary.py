"""The strip above the table: four figures, two of which are filters."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES, Theme
from celliq_desktop.ui.widgets.key_figure import KeyFigure
from celliq_desktop.viewmodels.fleet.state import Figure
from celliq_desktop.viewmodels.formats import NOTHING
from celliq_desktop.viewmodels.words import N_, _

_CAPTIONS = (
    (N_("Cars"), False),
    (N_("Can issue"), True),
    (N_("Need attention"), True),
    (N_("Median state of health"), False),
)

_LEAST_HEIGHT = 440
"""Pixels of the screen, at a text scale of 1, below which the figures leave their place to the rows of the table; what
they filter by stands in the filters, too."""


class SummaryStrip(QWidget):
    """``picked`` carries the filter a pressed figure stands for."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Figure, ...] = ()
        self._cards = [KeyFigure(_(caption), pressable=pressable) for caption, pressable in _CAPTIONS]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.gap3)
        for at, card in enumerate(self._cards):
            row.addWidget(card, 1)
            card.pressed.connect(lambda at=at: self._press(at))

    def show_figures(self, figures: tuple[Figure, ...]) -> None:
        """Take new numbers; none yet leaves dashes."""
        self._shown = figures
        for at, card in enumerate(self._cards):
            figure = figures[at] if at < len(figures) else Figure(caption="", value=NOTHING)
            card.show_figure(figure.value, figure.unit, figure.detail)

    def make_room_in(self, screen: QWidget) -> None:
        """Give way whenever ``screen`` is low."""
        screen.installEventFilter(self)

    def take_theme(self, theme: Theme) -> None:
        """Another text size: what was high enough may be low now."""
        self._make_room(theme)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The screen has another height."""
        if event.type() is QEvent.Type.Resize:
            self._make_room(theme_of(self))
        return super().eventFilter(watched, event)

    def _make_room(self, theme: Theme) -> None:
        screen = self.parentWidget()
        self.setVisible(screen is None or screen.height() >= theme.px(_LEAST_HEIGHT))

    def _press(self, at: int) -> None:
        if at < len(self._shown):
            self.picked.emit(self._shown[at].picks)
