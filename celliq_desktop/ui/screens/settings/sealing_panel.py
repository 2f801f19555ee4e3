"""Who seals the dealer's reports and who confirms when: what is in use, and the ways to change it."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.banner import Banner
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.sealing import SealingViewModel, SealShown
from celliq_desktop.viewmodels.words import N_, _

_FILE = N_(
    "A PKCS#12 file (.p12, .pfx) from a certificate authority. The key is kept in this profile, the file is not."
)
_NEW = N_("A new key of your own, which nobody else vouches for. Reports that are sealed already stay valid.")
_DEVICE = N_("A key that never leaves its PKCS#11 device. Its PIN is asked for once and kept with the other secrets.")
_STAMP = N_(
    "An RFC 3161 service that confirms when a report was sealed. Without one, only this computer's clock says so."
)


class SealingPanel(QWidget):
    """Draws a ``SealShown``."""

    def __init__(self, model: SealingViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._stamp_shown = ""
        self.warning = Banner(closable=False)
        self.facts = QFormLayout()
        self.facts.setHorizontalSpacing(SIZES.gap4)
        self._values: dict[str, QLabel] = {}
        self.passphrase = _secret(_("Passphrase of the file"))
        self.choose = button(_("Choose file…"))
        self.new = button(_("Make a new identity"))
        self.sure = button(_("Replace the present one"), "danger")
        self.keep = button(_("Keep"))
        self.module = _line(_("Driver (module) of the token"))
        self.token = _line(_("Name of the token"))
        self.key = _line(_("Name of the key"))
        self.pin = _secret(_("PIN"))
        self.use_token = button(_("Use the token"))
        self.stamp = _line(_("Address of the timestamp service"))
        self.stamp.setPlaceholderText("https://")
        self.use_stamp = button(_("Use this service"))
        self.no_stamp = button(_("Seal without timestamps"), "quiet")
        self._arrange()
        self._ask(asked=False)
        self.choose.clicked.connect(self._choose_file)
        self.new.clicked.connect(lambda: self._ask(asked=True))
        self.keep.clicked.connect(lambda: self._ask(asked=False))
        self.sure.clicked.connect(self._make_new)
        self.use_token.clicked.connect(self._take_token)
        self.use_stamp.clicked.connect(lambda: model.stamp_by(self.stamp.text()))
        self.no_stamp.clicked.connect(lambda: model.stamp_by(""))

    def show_state(self, state: SealShown) -> None:
        """What is in use now."""
        if state.warning:
            self.warning.say("fair", state.warning)
        else:
            self.warning.hide()
        for line in state.lines:
            if line.name not in self._values:
                self._values[line.name] = label(Role.STRONG, wrap=True)
                self.facts.addRow(label(Role.SECONDARY, line.name), self._values[line.name])
            self._values[line.name].setText(line.value)
        if state.stamp_url != self._stamp_shown:
            self._stamp_shown = state.stamp_url
            self.stamp.setText(state.stamp_url)
        self.no_stamp.setVisible(bool(state.stamp_url))
        for widget in (self.choose, self.new, self.sure, self.use_token, self.use_stamp, self.no_stamp):
            widget.setEnabled(not state.working)

    @property
    def words(self) -> str:
        """Every fact, as one text."""
        return "; ".join(f"{name}: {value.text()}" for name, value in self._values.items())

    def take_file(self, path: Path) -> None:
        """Use this file with the passphrase that was typed."""
        self._model.use_file(path, self.passphrase.text())
        self.passphrase.clear()

    def _choose_file(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, _("Choose an identity"), "", _("Identities (*.p12 *.pfx)"))
        if name:
            self.take_file(Path(name))

    def _take_token(self) -> None:
        self._model.use_token(Path(self.module.text()), self.token.text(), self.key.text(), self.pin.text())
        self.pin.clear()

    def _make_new(self) -> None:
        self._ask(asked=False)
        self._model.make_new()

    def _ask(self, *, asked: bool) -> None:
        """Twice, because the present key is gone afterwards."""
        self.new.setVisible(not asked)
        self.sure.setVisible(asked)
        self.keep.setVisible(asked)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap3)
        column.addWidget(self.warning)
        now = Card(title=_("Reports are sealed by"))
        now.body.addLayout(self.facts)
        column.addWidget(now)
        column.addWidget(_offer(_("Seal with a file"), _(_FILE), (self.passphrase,), (self.choose,)))
        token = (self.module, self.token, self.key, self.pin)
        column.addWidget(_offer(_("Seal with a security token"), _(_DEVICE), token, (self.use_token,)))
        column.addWidget(_offer(_("Seal with a new identity"), _(_NEW), (), (self.new, self.sure, self.keep)))
        column.addWidget(_offer(_("Timestamps"), _(_STAMP), (self.stamp,), (self.use_stamp, self.no_stamp)))
        column.addStretch(1)


def _offer(title: str, words: str, lines: tuple[QWidget, ...], verbs: tuple[QWidget, ...]) -> Card:
    card = Card(title=title)
    card.body.addWidget(label(Role.SECONDARY, words, wrap=True))
    row = QHBoxLayout()
    row.setSpacing(SIZES.gap2)
    for line in lines:
        row.addWidget(line, 1)
    for verb in verbs:
        row.addWidget(verb)
    if not lines:
        row.addStretch(1)
    card.body.addLayout(row)
    return card


def _line(name: str) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setPlaceholderText(name)
    return line


def _secret(name: str) -> QLineEdit:
    line = _line(name)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line
