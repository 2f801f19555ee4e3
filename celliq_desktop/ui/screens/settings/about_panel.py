"""About the program: its version and updates, what an administrator fixed, and the libraries it is made of."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from celliq_desktop.domain.licences import Library
from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.lines_table import LineColumn, LinesModel, LinesTable
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.viewmodels.updates import UpdatePhase, UpdatesState, UpdatesViewModel
from celliq_desktop.viewmodels.words import N_, _

_LIBRARIES: tuple[LineColumn[Library], ...] = (
    LineColumn(N_("Library"), lambda one: one.name, lambda one: one.name.lower()),
    LineColumn(N_("Version"), lambda one: one.version),
    LineColumn(N_("Licence"), lambda one: one.licence, lambda one: one.licence.lower(), stretch=True),
)
_NO_TEXT = N_("This package ships no licence text of its own.")
_CAN_LOOK = frozenset({UpdatePhase.UNKNOWN, UpdatePhase.CURRENT, UpdatePhase.OFFERED})
_TABLE_HEIGHT, _TEXT_HEIGHT = 240, 180
"""Pixels at a text scale of 1."""


class AboutPanel(QWidget):
    """Draws an ``UpdatesState``; ``release`` before it goes."""

    def __init__(self, model: UpdatesViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._libraries: tuple[Library, ...] = ()
        self.problem = ProblemBanner()
        self.words = label(Role.BODY, wrap=True)
        self.notes = label(Role.SECONDARY, wrap=True)
        self.look = button(_("Look for updates"))
        self.fetch = button(_("Download"), "primary")
        self.install = button(_("Open the installer"), "primary")
        self._lines: LinesModel[Library] = LinesModel(_LIBRARIES)
        self.table = LinesTable(self._lines, _("Libraries and their licences"), row_height=SIZES.row_compact)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("Licence text"))
        self.text.setPlaceholderText(_("Choose a library to read its licence."))
        self.look.clicked.connect(model.look)
        self.fetch.clicked.connect(model.fetch)
        self.install.clicked.connect(model.hand_over)
        self.problem.helped.connect(lambda _help: model.look())
        self.table.moved.connect(self._show_text)
        self._arrange()
        self._bindings = Bindings(self)
        self._bindings.bind(model, self._show)

    def enter(self) -> None:
        """The page is looked at: the libraries are read then."""
        self._model.read_libraries()

    def release(self) -> None:
        """Let go of the view-model."""
        self._bindings.release()

    def fit(self) -> None:
        """Heights follow the text size."""
        theme = theme_of(self)
        self.table.setFixedHeight(theme.px(_TABLE_HEIGHT))
        self.text.setFixedHeight(theme.px(_TEXT_HEIGHT))
        self.table.fit(_LIBRARIES)

    def _show(self, state: UpdatesState) -> None:
        self.problem.show_problem(state.problem)
        self.words.setText(state.words)
        self.words.setVisible(bool(state.words))
        self.notes.setText(state.notes)
        self.notes.setVisible(bool(state.notes))
        self.look.setVisible(state.phase is not UpdatePhase.OFF)
        self.look.setEnabled(state.phase in _CAN_LOOK)
        self.fetch.setVisible(state.phase is UpdatePhase.OFFERED and state.installable)
        self.install.setVisible(state.phase is UpdatePhase.READY)
        if state.libraries != self._libraries:
            self._libraries = state.libraries
            self._lines.show(state.libraries)
            self.fit()

    def _show_text(self, row: int) -> None:
        library = self._lines.line(row)
        self.text.setPlainText((library.text or _(_NO_TEXT)) if library is not None else "")

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap3)
        column.addWidget(self.problem)
        column.addWidget(self._program())
        if self._model.locked:
            column.addWidget(self._policy())
        made_of = Card(title=_("Made with"))
        made_of.body.addWidget(self.table)
        made_of.body.addWidget(self.text)
        column.addWidget(made_of)
        column.addStretch(1)

    def _program(self) -> Card:
        card = Card(title=_("CellIQ Desktop {version}").format(version=self._model.version).strip())
        card.body.addWidget(self.words)
        card.body.addWidget(self.notes)
        row = QHBoxLayout()
        row.setSpacing(SIZES.gap2)
        for one in (self.look, self.fetch, self.install):
            row.addWidget(one)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _policy(self) -> Card:
        """Locked values, as they are: nothing here can be pressed."""
        card = Card(title=_("Set by your administrator"))
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setHorizontalSpacing(SIZES.gap4)
        form.setVerticalSpacing(SIZES.gap2)
        for name, value in self._model.locked:
            form.addRow(label(Role.BODY, name), label(Role.STRONG, value, wrap=True))
        card.body.addLayout(form)
        return card
