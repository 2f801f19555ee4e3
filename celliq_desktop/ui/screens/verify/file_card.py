"""One checked file: a mark and a verdict in words, reasons, and the facts that the seal covers."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMessageBox, QVBoxLayout, QWidget

from celliq_desktop.domain.reports import Verdict
from celliq_desktop.ui.screens.verify.seal_question import ask_about_seal, grouped
from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import IconButton, button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.empty_state import GlyphView
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.verify.states import CheckedFile, CheckPhase
from celliq_desktop.viewmodels.words import _

_MARKS = {
    Verdict.AUTHENTIC: (Glyph.CHECK_CIRCLE, "good"),
    Verdict.OUTDATED: (Glyph.CLOCK, "fair"),
    Verdict.ALTERED: (Glyph.X_CIRCLE, "poor"),
    Verdict.UNVERIFIABLE: (Glyph.WARNING, "fair"),
    Verdict.FOREIGN: (Glyph.FILE, "none"),
}


class FileCard(Card):
    """Draws a ``CheckedFile``; ``again``, ``believed`` and ``dropped`` carry its path."""

    again = Signal(Path)
    believed = Signal(Path)
    dropped = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = Path()
        self._file: CheckedFile | None = None
        self._mark = GlyphView(Glyph.SYNC, "faint", SIZES.icon_xl)
        self._name = label(Role.SECONDARY, wrap=True)
        self._headline = label(Role.HEADING, wrap=True)
        self._reasons = label(Role.BODY, wrap=True)
        self._again = button(_("Check again"))
        self._again.clicked.connect(lambda: self.again.emit(self._path))
        self.believe = button(_("I asked the issuer…"))
        self.believe.clicked.connect(self._ask)
        self.question: QMessageBox | None = None
        self._drop = IconButton(Glyph.X, _("Put this answer away"))
        self._drop.clicked.connect(lambda: self.dropped.emit(self._path))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SIZES.gap6)
        self._grid.setVerticalSpacing(SIZES.gap1)
        self._grid.setColumnStretch(1, 1)
        self._facts: list[tuple[QLabel, QLabel]] = []
        self._arrange()

    @property
    def words(self) -> str:
        """All it says now."""
        facts = [f"{name.text()} {value.text()}" for name, value in self._facts if not name.isHidden()]
        return " ".join(part for part in (self._headline.text(), self._reasons.text(), *facts) if part)

    def show_file(self, file: CheckedFile) -> None:
        """Show where the check stands, or what it found."""
        self._path, self._file = file.path, file
        self._name.setText(file.path.name)
        checking = file.phase is CheckPhase.CHECKING
        if checking:
            headline, mark, reasons = _("Checking…"), (Glyph.SYNC, "faint"), ""
        elif file.phase is CheckPhase.STOPPED:
            headline, mark, reasons = (
                _("Not checked"),
                (Glyph.FILE, "none"),
                _("The check was cancelled before its turn."),
            )
        elif file.problem is not None or file.verdict is None:
            problem = file.problem
            words = (problem.message, problem.safe, problem.next_step) if problem is not None else ()
            headline, mark = _("The check could not be made"), (Glyph.WARNING, "fair")
            reasons = " ".join(word for word in words if word)
        else:
            headline, mark, reasons = file.headline, _MARKS[file.verdict], "\n".join(file.reasons)
        self._headline.setText(headline)
        self._mark.show_glyph(*mark)
        self._reasons.setText(reasons)
        self._reasons.setVisible(bool(reasons))
        self._again.setHidden(checking)
        self._again.setAccessibleName(_("Check {name} again").format(name=file.path.name))
        self._drop.setHidden(checking)
        self.believe.setHidden(not file.stranger)
        self.setAccessibleName(f"{file.path.name}: {headline}")
        self.setAccessibleDescription(reasons)
        self._show_facts(file.facts)

    def _ask(self) -> None:
        file = self._file
        if file is None or file.answer is None:
            return
        self.question = ask_about_seal(
            self,
            file.stranger,
            grouped(file.answer.certificate_sha256 or ""),
            lambda: self.believed.emit(file.path),
        )

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(SIZES.gap_half)
        words.addWidget(self._headline)
        words.addWidget(self._name)
        head = QHBoxLayout()
        head.setSpacing(SIZES.gap3)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        head.addWidget(self._again, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._drop, 0, Qt.AlignmentFlag.AlignTop)
        self.body.setSpacing(SIZES.gap3)
        self.body.addLayout(head)
        self.body.addWidget(self._reasons)
        self.body.addWidget(self.believe, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(self._grid)

    def _show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        while len(self._facts) < len(facts):
            pair = (label(Role.CAPTION), label(Role.BODY, wrap=True))
            for column, part in enumerate(pair):
                self._grid.addWidget(part, len(self._facts), column, Qt.AlignmentFlag.AlignTop)
            self._facts.append(pair)
        for at, (name, value) in enumerate(self._facts):
            there = at < len(facts)
            name.setText(facts[at][0] if there else "")
            value.setText(grouped(facts[at][1]) if there else "")
            name.setVisible(there)
            value.setVisible(there)
