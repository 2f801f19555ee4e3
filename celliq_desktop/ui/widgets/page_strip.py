"""Pages as thumbnails beside the page: one look shows how long it is, one press leads there."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.tips import plain_tip
from celliq_desktop.viewmodels.words import _

_WIDTH = 76
"""Pixels of a thumbnail at a text scale of 1."""


class PageStrip(QListWidget):
    """``asked`` carries the number of a page, from 0; arrows move as in any list."""

    asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Pages"))
        self.setProperty("kind", "pages")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.TopToBottom)
        self.setMovement(QListView.Movement.Static)
        self.setWrapping(False)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSpacing(SIZES.gap1)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentRowChanged.connect(lambda row: self.asked.emit(row) if row >= 0 else None)

    def show_pages(self, images: Sequence[QImage], *, stay: bool = False) -> None:
        """Replace the thumbnails; with ``stay`` the page chosen before stays chosen."""
        theme = theme_of(self)
        width, ratio = theme.px(_WIDTH), self.devicePixelRatioF()
        chosen = max(0, self.currentRow()) if stay else 0
        height = round(width * max((image.height() / max(1, image.width()) for image in images), default=1.0))
        self.setIconSize(QSize(width, height))
        self.setFixedWidth(width + theme.px(SIZES.gap6))
        self.blockSignals(True)
        self.clear()
        for number, image in enumerate(images, start=1):
            small = image.scaled(
                round(width * ratio),
                round(height * ratio),
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            small.setDevicePixelRatio(ratio)
            drawn = QIcon(QPixmap.fromImage(small))
            drawn.addPixmap(QPixmap.fromImage(small), QIcon.Mode.Selected)  # paper stays white when it is chosen
            item = QListWidgetItem(drawn, str(number))
            item.setToolTip(plain_tip(_("Page {number}").format(number=number)))
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.addItem(item)
        self.setCurrentRow(min(chosen, len(images) - 1))
        self.blockSignals(False)

    def show_current(self, page: int) -> None:
        """Mark the page that is looked at, without leading anywhere."""
        self.blockSignals(True)
        self.setCurrentRow(page)
        self.blockSignals(False)
