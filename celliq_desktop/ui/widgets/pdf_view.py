"""Pages of a PDF as pictures: rendered by pdfium, scaled to the room there is."""

from collections.abc import Sequence

import pypdfium2
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from celliq_desktop.domain.pdfium import PDFIUM
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.viewmodels.words import _

_POINTS_AN_INCH = 72.0
_WIDEST = 900
"""Pixels: wider, a page is harder to take in, not easier."""


def page_images(pdf: bytes, *, dots_an_inch: float, most: int | None = None) -> tuple[QImage, ...]:
    """Every page of ``pdf`` at this resolution, or the first ``most``; ValueError when it is no PDF."""
    try:
        with PDFIUM, pypdfium2.PdfDocument(pdf) as document:
            return tuple(_image(document[number], dots_an_inch) for number in range(len(document))[:most])
    except pypdfium2.PdfiumError as error:
        raise ValueError("not a PDF") from error


def _image(page: "pypdfium2.PdfPage", dots_an_inch: float) -> QImage:
    bitmap = page.render(scale=dots_an_inch / _POINTS_AN_INCH, prefer_bgrx=True)
    view = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
    return view.copy()


class _Page(QWidget):
    """One page, as wide as its parent allows."""

    def __init__(self, image: QImage, number: int, of: int) -> None:
        super().__init__()
        self._image = image
        self._scaled = QPixmap()
        self.setAccessibleName(_("Page {number} of {of}").format(number=number, of=of))

    def heightForWidth(self, width: int) -> int:
        """Keeps the page's shape."""
        return round(width * self._image.height() / max(1, self._image.width()))

    def hasHeightForWidth(self) -> bool:
        """The height follows the width."""
        return True

    def sizeHint(self) -> QSize:
        """A page at half its rendered size."""
        return QSize(self._image.width() // 2, self._image.height() // 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the page, scaled once a size."""
        ratio = self.devicePixelRatioF()
        wanted = QSize(round(self.width() * ratio), round(self.height() * ratio))
        if self._scaled.size() != wanted:
            self._scaled = QPixmap.fromImage(
                self._image.scaled(
                    wanted, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
                )
            )
            self._scaled.setDevicePixelRatio(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._scaled)
        painter.setPen(QPen(self.palette().mid().color(), SIZES.line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class PdfView(QScrollArea):
    """Pages below one another. ``show_pages`` takes pictures made off the window's thread; ``looked_at`` carries the
    number of the page that fills most of the view, from 0."""

    looked_at = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setAccessibleName(_("Report pages"))
        self.setProperty("kind", "pages")
        self._gap = 0
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.looked_at.emit(self.page()))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.show_pages(())

    def show_pages(self, images: Sequence[QImage], *, gap: int = 0, stay: bool = False) -> None:
        """Replace the pages; with ``stay`` the view stays where it was."""
        self._gap = gap
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setSpacing(gap)
        for number, image in enumerate(images, start=1):
            page = _Page(image, number, len(images))
            policy = page.sizePolicy()
            policy.setHeightForWidth(True)
            page.setSizePolicy(policy)
            column.addWidget(page)
        column.addStretch(1)
        before = self.verticalScrollBar().value() if stay else 0
        self.setWidget(holder)
        self._centre(self.viewport().width())
        holder.resize(self.viewport().width(), holder.heightForWidth(self.viewport().width()))
        self.verticalScrollBar().setValue(before)

    def page(self) -> int:
        """The page in the middle of the view; 0 when there is none."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        tops = [one.y() for one in self._pages()]
        return max((number for number, top in enumerate(tops) if top <= middle), default=0)

    def show_page(self, number: int) -> None:
        """Bring the head of this page to the top."""
        pages = self._pages()
        if 0 <= number < len(pages):
            self.verticalScrollBar().setValue(pages[number].y() - self._gap)

    def _pages(self) -> list[_Page]:
        holder = self.widget()
        return [] if holder is None else holder.findChildren(_Page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pages stay in the middle."""
        self._centre(event.size().width())
        super().resizeEvent(event)

    def _centre(self, width: int) -> None:
        holder = self.widget()
        layout = holder.layout() if holder is not None else None
        side = max(self._gap, (width - _WIDEST) // 2)
        if layout is not None:
            layout.setContentsMargins(side, self._gap, side, self._gap)
