"""A plot with what it says in words above it, and what one can take away from it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from celliq_desktop.ui.plots.canvas import PlotCanvas
from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import IconButton
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.words import _

_WIDE = 560
"""Pixels, at a text scale of 1, from which the actions have words beside their icons."""


class PlotActions(QWidget):
    """Copy as image, copy the data, and the whole plot again while a part is shown; ``told`` says what was done."""

    told = Signal(str)

    def __init__(self, plot: PlotCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plot = plot
        self.whole = IconButton(Glyph.X, _("Show the whole plot again (double click)"), _("Reset zoom"))
        self.image = IconButton(Glyph.IMAGE, _("Copy the plot as an image"), _("Copy image"))
        self.data = IconButton(Glyph.COPY, _("Copy the figures behind the plot as CSV"), _("Copy data"))
        self.whole.clicked.connect(plot.reset)
        self.image.clicked.connect(self._copy_image)
        self.data.clicked.connect(self._copy_data)
        self.whole.hide()
        plot.zoomed.connect(self.whole.setVisible)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.gap1)
        for action in (self.whole, self.image, self.data):
            row.addWidget(action)
        self.fit(0)  # no more room than there must be, until there is some

    def fit(self, width: int) -> None:
        """Words beside the icons where ``width`` pixels allow it."""
        wide = width >= theme_of(self).px(_WIDE)
        for action in (self.image, self.data):
            action.show_words(wide)

    def _copy_image(self) -> None:
        self._plot.copy_image()
        self.told.emit(_("The picture is on the clipboard."))

    def _copy_data(self) -> None:
        QGuiApplication.clipboard().setText(self._plot.csv())
        self.told.emit(_("The figures are on the clipboard, as CSV."))


class PlotTab(QWidget):
    """A plot whose words stand above it."""

    def __init__(self, plot: PlotCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot_actions = PlotActions(plot)
        self._words = label(Role.SECONDARY, wrap=True)
        bar = QHBoxLayout()
        bar.setSpacing(SIZES.gap4)
        bar.addWidget(self._words, 1)
        bar.addWidget(self.plot_actions)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, SIZES.gap3, 0, 0)
        self._column.setSpacing(SIZES.gap3)
        self._column.addLayout(bar)
        self._column.addWidget(plot, 1)

    def put_below(self, widget: QWidget) -> None:
        """Figures that belong to the plot."""
        self._column.addWidget(widget)

    def say(self, words: str) -> None:
        """What the plot shows, in words."""
        self._words.setText(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Icons alone where it is narrow."""
        super().resizeEvent(event)
        self.plot_actions.fit(event.size().width())
