"""A plot that draws one state, and draws it again when the theme changes."""

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from celliq_desktop.ui.plots.canvas import PlotCanvas
from celliq_desktop.ui.plots.colours import PlotColours


class Described(Protocol):
    """A state that says in words what its plot shows."""

    @property
    def words(self) -> str:
        """For those who cannot see it."""
        ...


State = TypeVar("State", bound=Described)


class StatePlot(PlotCanvas, Generic[State]):
    """``draw`` puts a state on the empty canvas; ``read_at`` words what is at a point of it, in units of the axes."""

    def __init__(
        self,
        colours: PlotColours,
        draw: Callable[[State], None],
        read_at: Callable[[State, float, float], str],
        *,
        x_label: str,
        y_label: str,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        self._state: State | None = None
        self._draw_state, self._read_state = draw, read_at
        super().__init__(colours, x_label=x_label, y_label=y_label, name=name, parent=parent)
        self.read_out = self._words_at

    def show_state(self, state: State) -> None:
        """Draw ``state`` and show all of it."""
        self._state = state
        self.describe(state.words)
        self._redraw()
        self.reset()

    def apply(self, colours: PlotColours) -> None:
        """Take over a theme and draw again."""
        super().apply(colours)
        self._redraw()

    def _redraw(self) -> None:
        if self._state is not None:
            self.clear()
            self._draw_state(self._state)

    def _words_at(self, x: float, y: float) -> str:
        return "" if self._state is None else self._read_state(self._state, x, y)
