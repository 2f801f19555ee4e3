"""How the dealer's reports look: paper, region, colour, logo."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from celliq_desktop.domain.letterheads import Letterhead
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.choice import Choice
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.letterheads import PAPER_NAMES, REGION_NAMES, LetterheadState, LetterheadViewModel
from celliq_desktop.viewmodels.words import N_, _

_LOCAL = N_("Kept on this computer. Every report carries its own letterhead, so papers that are out stay as they are.")
_COLOUR = N_("Of the letterhead and the address; too light a colour is darkened until it can be read on paper.")
_LOGO = N_("A PNG, JPEG or WebP picture, printed left of the name and made small enough for the file.")
_REGION_LETTERS = 16
_LOGO_WIDTH, _LOGO_HEIGHT, _SWATCH = 220, 72, 22
"""Pixels of the pictures in the panel."""


class LetterheadPanel(QWidget):
    """Draws a ``LetterheadState``."""

    def __init__(self, model: LetterheadViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._shown: Letterhead | None = None
        self.paper = Choice(_("Paper"))
        for code, name in PAPER_NAMES.items():
            self.paper.addItem(_(name), code)
        self.region = Choice(_("Region of the buyers"))
        for code, name in REGION_NAMES.items():
            self.region.addItem(_(name), code)
        self.region.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.region.setMinimumContentsLength(_REGION_LETTERS)
        self.colour = QLineEdit()
        self.colour.setAccessibleName(_("Colour of the letterhead"))
        self.colour.setMaxLength(7)
        self.swatch = label(Role.BODY)
        self.swatch.setFixedSize(_SWATCH, _SWATCH)
        self.logo = label(Role.BODY)
        self.logo.setAccessibleName(_("Logo on the reports"))
        self.save = button(_("Save"), "primary")
        self.choose = button(_("Choose a picture…"))
        self.remove = button(_("Remove the logo"), "quiet")
        self._arrange()
        self.save.clicked.connect(self._save)
        self.choose.clicked.connect(self._choose)
        self.remove.clicked.connect(model.remove_logo)

    def show_state(self, state: LetterheadState) -> None:
        """What is in use now."""
        head = state.letterhead
        if state.loaded and head != self._shown:  # what is being typed is not replaced by what was there before
            self._shown = head
            self.paper.setCurrentIndex(self.paper.findData(head.paper))
            self.region.setCurrentIndex(self.region.findData(head.region or ""))
            self.colour.setText(state.colour)
        swatch = QPixmap(_SWATCH, _SWATCH)
        swatch.fill(QColor(state.colour))
        self.swatch.setPixmap(swatch)
        self.remove.setVisible(head.logo is not None)
        self.logo.setVisible(head.logo is not None)
        if head.logo is not None:
            size = (head.logo.width_px, head.logo.height_px)
            picture = QImage(state.pixels, *size, 3 * size[0], QImage.Format.Format_RGB888)
            self.logo.setPixmap(
                QPixmap.fromImage(picture).scaled(
                    _LOGO_WIDTH,
                    _LOGO_HEIGHT,
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
        for widget in (self.save, self.choose, self.remove):
            widget.setEnabled(not state.working)

    def take_picture(self, path: Path) -> None:
        """Print this picture."""
        self._model.choose_logo(path)

    def _save(self) -> None:
        self._model.change(str(self.paper.currentData()), str(self.region.currentData()), self.colour.text())

    def _choose(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Choose a logo"), "", _("Pictures (*.png *.jpg *.jpeg *.webp)")
        )
        if name:
            self.take_picture(Path(name))

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setHorizontalSpacing(SIZES.gap4)
        form.setVerticalSpacing(SIZES.gap2)
        colour = QHBoxLayout()
        colour.setSpacing(SIZES.gap2)
        colour.addWidget(self.colour)
        colour.addWidget(self.swatch)
        colour.addStretch(1)
        form.addRow(label(Role.BODY, _("Paper")), self.paper)
        form.addRow(label(Role.BODY, _("Buyers live in")), self.region)
        form.addRow(label(Role.BODY, _("Colour")), colour)
        look = Card(title=_("Letterhead of the reports"))
        look.body.addWidget(label(Role.SECONDARY, _(_LOCAL), wrap=True))
        look.body.addLayout(form)
        look.body.addWidget(label(Role.SECONDARY, _(_COLOUR), wrap=True))
        look.body.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        picture = Card(title=_("Logo"))
        picture.body.addWidget(label(Role.SECONDARY, _(_LOGO), wrap=True))
        picture.body.addWidget(self.logo)
        verbs = QHBoxLayout()
        verbs.setSpacing(SIZES.gap2)
        verbs.addWidget(self.choose)
        verbs.addWidget(self.remove)
        verbs.addStretch(1)
        picture.body.addLayout(verbs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap3)
        column.addWidget(look)
        column.addWidget(picture)
        column.addStretch(1)
