"""Data on this computer: forget a seller, how long sellers are kept, mirror anew, diagnostics, words for support."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.choice import Choice
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.viewmodels.data import PERIODS, DataState, DataViewModel
from celliq_desktop.viewmodels.words import N_, _

_FORGET = N_(
    "Takes the address out of cars, seller lists, waiting changes and their history, backups"
    " and logs of this computer. Invitations that wait for this seller are cancelled. The car"
    " stays. CellIQ's own copy is CellIQ's."
)
_ANEW = N_("Empties the local copy and fetches all of it from CellIQ. Changes that wait to be sent are kept.")
_ANEW_GROUP = N_(
    "Empties the copy of your site, for all its desks, and fetches all of it from CellIQ. Changes that wait to be sent"
    " are kept."
)
_GROUP = (
    N_(
        "This desk works on the copy that your dealer group keeps in its own PostgreSQL. Every desk of your site reads"
        " and changes it; desks of other sites do not see it."
    ),
    N_(
        "Encrypted: the way to the database, whose certificate is checked unless it is on this computer; and the"
        " sealing identities and tokens, which stay on this computer."
    ),
    N_(
        "Not encrypted by CellIQ Desktop: what stands in the database, and its backups. Whoever looks after it encrypts"
        " its disk. The owner of the database and its superuser can read everything."
    ),
)
"""What a dealer group's copy keeps from whom."""
_FEEDBACK = N_(
    "Your words, the diagnostics and the log in one file, which you can look into before you send it. The program sends"
    " nothing."
)
_WORDS_HEIGHT = 72
"""Pixels at a text scale of 1."""
_DIAGNOSTICS = N_("What support needs to know of this installation, without names, addresses, VINs or secrets.")


class DataPanel(QWidget):
    """Draws a ``DataState``; stands in a dialog or on a settings screen. ``release`` before it goes."""

    def __init__(self, model: DataViewModel, parent: QWidget | None = None, *, sellers: bool = True) -> None:
        """Who has no ``sellers`` has none to forget."""
        super().__init__(parent)
        self._model = model
        self._sellers = sellers
        self._copied = ""
        self.problem = ProblemBanner()
        self.told = label(Role.SECONDARY, wrap=True)
        self.email = QLineEdit()
        self.email.setPlaceholderText("seller@example.com")
        self.email.setAccessibleName(_("E-mail of the seller"))
        self.forget = button(_("Forget seller"))
        self.sure = button(_("Forget for good"), "danger")
        self.keep = button(_("Keep"))
        self.period = Choice(_("How long sellers are kept"))
        for months, words in PERIODS.items():
            self.period.addItem(_(words), months)
        self.anew = button(_("Fetch everything again"))
        self.diagnose = button(_("Copy diagnostics"))
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setPlaceholderText(_("What happened, or what is missing?"))
        self.words.setAccessibleName(_("Words for support"))
        self.gather = button(_("Save for support…"))
        self._arrange()
        self._ask(asked=False)
        self.forget.clicked.connect(lambda: self._ask(asked=bool(self.email.text().strip())))
        self.keep.clicked.connect(lambda: self._ask(asked=False))
        self.sure.clicked.connect(self._forget)
        self.period.activated.connect(lambda _at: model.choose_months(int(self.period.currentData())))
        self.anew.clicked.connect(model.mirror_anew)
        self.diagnose.clicked.connect(model.diagnose)
        self.gather.clicked.connect(self._gather)
        self._bindings = Bindings(self)
        self._bindings.bind(model, self._show)
        model.load()

    def release(self) -> None:
        """Let go of the view-model."""
        self._bindings.release()

    def _show(self, state: DataState) -> None:
        self.problem.show_problem(state.problem)
        self.told.setText(state.told or " ")
        self.period.setCurrentIndex(self.period.findData(state.months))
        for widget in (self.email, self.forget, self.sure, self.period, self.anew, self.diagnose, self.gather):
            widget.setEnabled(not state.working)
        if state.report and state.report != self._copied:
            QGuiApplication.clipboard().setText(state.report)
        self._copied = state.report

    def _gather(self) -> None:
        """Ask where; nothing is sent."""
        wanted = str(Path.home() / "celliq-support.zip")
        name, _kind = QFileDialog.getSaveFileName(self, _("Save for support"), wanted, _("ZIP file (*.zip)"))
        if name:
            path = Path(name)
            self._model.save_feedback(self.words.toPlainText(), path if path.suffix else path.with_suffix(".zip"))

    def _forget(self) -> None:
        self._ask(asked=False)
        self._model.forget(self.email.text())
        self.email.clear()

    def _ask(self, *, asked: bool) -> None:
        """Twice, because nothing brings it back."""
        self.forget.setVisible(not asked)
        self.sure.setVisible(asked)
        self.keep.setVisible(asked)
        self.email.setReadOnly(asked)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap3)
        column.addWidget(self.problem)
        seller = Card(title=_("Forget a seller"))
        seller.body.addWidget(label(Role.BODY, _(_FORGET), wrap=True))
        row = QHBoxLayout()
        row.addWidget(self.email, 1)
        for widget in (self.forget, self.sure, self.keep):
            row.addWidget(widget)
        seller.body.addLayout(row)
        kept = Card(title=_("Sellers of cars that left the fleet"))
        kept.body.addWidget(label(Role.BODY, _("Forget them by themselves, counted from their last car."), wrap=True))
        kept.body.addWidget(self.period, 0, Qt.AlignmentFlag.AlignLeft)
        shared = self._model.shared
        copy = Card(title=_("The group's copy") if shared else _("Local copy"))
        for words in _GROUP if shared else ():
            copy.body.addWidget(label(Role.BODY, _(words), wrap=True))
        anew = _(_ANEW_GROUP) if shared else _(_ANEW)
        for words, widget in ((anew, self.anew), (_(_DIAGNOSTICS), self.diagnose)):
            copy.body.addWidget(label(Role.BODY, words, wrap=True))
            copy.body.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        support = Card(title=_("Tell us"))
        support.body.addWidget(label(Role.BODY, _(_FEEDBACK), wrap=True))
        self.words.setFixedHeight(theme_of(self).px(_WORDS_HEIGHT))
        support.body.addWidget(self.words)
        support.body.addWidget(self.gather, 0, Qt.AlignmentFlag.AlignLeft)
        for card in (seller, kept, copy, support):
            column.addWidget(card)
        for card in (seller, kept):
            card.setHidden(not self._sellers)
        column.addWidget(self.told)
        column.addStretch(1)


class DataDialog(QDialog):
    """The panel in a window of its own, reached from the account menu."""

    def __init__(self, model: DataViewModel, parent: QWidget, *, sellers: bool = True) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Data on this computer"))
        self.setProperty("surface", "canvas")
        self.panel = DataPanel(model, sellers=sellers)
        self.panel.setContentsMargins(SIZES.gap6, SIZES.gap6, SIZES.gap6, SIZES.gap6)
        scroll = QScrollArea()
        scroll.setAccessibleName(_("Data on this computer"))
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        # No higher than the window it belongs to: the rest is scrolled to
        self.resize(self.panel.sizeHint().width(), min(self.panel.sizeHint().height(), parent.height()))
        self.setMinimumWidth(560)
        self.finished.connect(self.panel.release)
