"""One checked file: verdict with a letter-free mark, reasons, and the facts that the seal covers."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from celliq_desktop.domain.reports import Verdict
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.pill import Pill
from celliq_desktop.viewmodels.verify.model import CheckedFile, CheckPhase

_TONES = {
    Verdict.AUTHENTIC: "good",
    Verdict.OUTDATED: "fair",
    Verdict.ALTERED: "poor",
    Verdict.UNVERIFIABLE: "fair",
    Verdict.FOREIGN: "none",
}
_MARKS = {
    Verdict.AUTHENTIC: "✓",
    Verdict.OUTDATED: "≠",
    Verdict.ALTERED: "×",
    Verdict.UNVERIFIABLE: "?",
    Verdict.FOREIGN: "–",
}


class FileCard(Card):
    """Draws a ``CheckedFile``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = label(Role.SECONDARY)
        self._headline = label(Role.HEADING, wrap=True)
        self._mark = Pill()
        self._reasons = label(Role.BODY, wrap=True)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._facts: list[tuple[QLabel, QLabel]] = []
        head = QHBoxLayout()
        head.addWidget(self._mark)
        head.addWidget(self._headline, 1)
        column = QVBoxLayout()
        column.addWidget(self._name)
        column.addLayout(head)
        column.addWidget(self._reasons)
        column.addLayout(self._grid)
        self.body.addLayout(column)

    def show_file(self, file: CheckedFile) -> None:
        """Show where the check stands, or what it found."""
        self._name.setText(file.path.name)
        if file.phase is CheckPhase.CHECKING:
            headline, mark, tone, reasons = "Checking…", "", "none", ""
        elif file.problem is not None or file.verdict is None:
            words = (file.problem.message, file.problem.next_step) if file.problem else ("",)
            headline, mark, tone, reasons = "The check could not be made", "!", "fair", "\n".join(words)
        else:
            headline, reasons = file.headline, "\n".join(file.reasons)
            mark, tone = _MARKS[file.verdict], _TONES[file.verdict]
        self._headline.setText(headline)
        self._mark.show_state(mark, tone)
        self._mark.setVisible(bool(mark))
        self._reasons.setText(reasons)
        self._reasons.setVisible(bool(reasons))
        self.setAccessibleName(f"{file.path.name}: {headline}")
        self._show_facts(file.facts)

    def _show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        while len(self._facts) < len(facts):
            pair = (label(Role.CAPTION), label(Role.BODY, wrap=True))
            self._grid.addWidget(pair[0], len(self._facts), 0)
            self._grid.addWidget(pair[1], len(self._facts), 1)
            self._facts.append(pair)
        for at, (name, value) in enumerate(self._facts):
            there = at < len(facts)
            name.setText(facts[at][0] if there else "")
            value.setText(facts[at][1] if there else "")
            name.setVisible(there)
            value.setVisible(there)
