"""The answer, large: state of health, interval, grade, and what it rests on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import IconButton, button
from celliq_desktop.ui.widgets.cards import Card, hairline
from celliq_desktop.ui.widgets.health_badge import HealthBadge
from celliq_desktop.ui.widgets.interval_bar import IntervalBar
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.vehicle.states import AgreementState, Fact, VerdictState
from celliq_desktop.viewmodels.words import _


class ErrorBudget(QWidget):
    """The terms of the interval, one a line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.gap1, 0, 0, 0)
        column.setSpacing(SIZES.gap1)
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(SIZES.gap_half)
        self._grid.setColumnStretch(0, 1)
        column.addLayout(self._grid)
        column.addWidget(
            label(Role.SECONDARY, _("Each as one standard deviation; all of them make the 95 % interval."), wrap=True)
        )
        self._rows: list[tuple[QLabel, QLabel]] = []

    def show_terms(self, terms: tuple[Fact, ...]) -> None:
        """Replace the terms."""
        while len(self._rows) < len(terms):
            row = (label(Role.SECONDARY, wrap=True), label(Role.SECONDARY))
            for column, part in enumerate(row):
                self._grid.addWidget(part, len(self._rows), column)
            self._rows.append(row)
        for at, row in enumerate(self._rows):
            term = terms[at] if at < len(terms) else None
            for part, text in zip(row, (term.label, term.value) if term else ("", ""), strict=True):
                part.setText(text)
                part.setVisible(term is not None)


class VerdictCard(Card):
    """Shows a ``VerdictState``; the error budget opens on demand. ``baseline_asked``, ``workshop_asked`` and
    ``log_asked``: somebody knows more of this car."""

    baseline_asked = Signal()
    workshop_asked = Signal()
    log_asked = Signal()
    undo_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Verdict"))
        self._buyer = False
        self.figure = label(Role.FIGURE)
        self._unit = label(Role.BODY)
        self._badge = HealthBadge()
        self._span = label(Role.SECONDARY)
        self._bar = IntervalBar()
        self._headline = label(Role.STRONG, wrap=True)
        self._evidence = label(Role.SECONDARY, wrap=True)
        self._server = label(Role.BODY, wrap=True)
        self._disagreement = label(Role.WARNING, wrap=True)
        self._flags = label(Role.WARNING, wrap=True)
        self._denominators = label(Role.BODY, wrap=True)
        self._comparison = label(Role.BODY, wrap=True)
        self._coach = label(Role.BODY, wrap=True)
        self._entered = label(Role.SECONDARY, wrap=True)
        self._second = IntervalBar()
        self._agreement = label(Role.BODY, wrap=True)
        self.new = button(_("Capacity when new…"), "link", name=_("Enter the capacity when new"))
        self.tested = button(_("Workshop result…"), "link", name=_("Enter a workshop's result"))
        self.log = button(_("Charging log…"), "link", name=_("Add a charging log of this car"))
        self.undo = button(_("Undo"), "link", name=_("Count with the capacity before again"))
        self.new.clicked.connect(self.baseline_asked)
        self.tested.clicked.connect(self.workshop_asked)
        self.log.clicked.connect(self.log_asked)
        self.undo.clicked.connect(self.undo_asked)
        self._coach_more = label(Role.SECONDARY, wrap=True)
        self.more = IconButton(
            Glyph.CARET_RIGHT, _("Where the interval comes from"), _("Where the interval comes from")
        )
        self.more.setCheckable(True)
        self.more.toggled.connect(self._toggle)
        self._budget = ErrorBudget()
        self._arrange()
        self._toggle(False)

    @property
    def words(self) -> str:
        """All it says now."""
        said = (self.figure, self._unit, self._span, self._headline, self._evidence, self._server, self._disagreement)
        more = (self._flags, self._denominators, self._comparison, self._coach, self._entered, self._agreement)
        return " ".join(part.text() for part in (*said, *more) if part.text() and not part.isHidden())

    def show_verdict(self, verdict: VerdictState, flags: tuple[str, ...]) -> None:
        """Take a new verdict."""
        there = verdict.value is not None
        self.figure.setText(verdict.figure)
        self.figure.setEnabled(there)
        self._unit.setText(f"% {verdict.interval}" if verdict.interval else _("not available"))
        self._badge.show_grade(verdict.grade, verdict.tone.value)
        self._badge.setVisible(there)
        self._bar.show_interval(verdict.value, verdict.low, verdict.high)
        self._bar.setVisible(there)
        self._span.setText(_("95 % interval {span}").format(span=verdict.span) if verdict.span else "")
        self._span.setVisible(bool(verdict.span))
        self._headline.setText(verdict.headline)
        self._headline.setVisible(bool(verdict.headline))
        self._evidence.setText(verdict.evidence)
        self._server.setText(verdict.server)
        self._disagreement.setText(verdict.disagreement)
        self._disagreement.setHidden(self._buyer or not verdict.disagreement)
        self._flags.setText("\n".join(flags))
        self._flags.setVisible(bool(flags))
        for part, text in (
            (self._denominators, verdict.denominators),
            (self._comparison, verdict.comparison),
            (self._coach, verdict.coach),
        ):
            part.setText(text)
            part.setVisible(bool(text))
        self._coach.setHidden(self._buyer or not verdict.coach)
        self._coach_more.setText(verdict.coach_more)
        self._budget.show_terms(verdict.budget)
        self.more.setVisible(bool(verdict.budget))
        self._toggle(self.more.isChecked() and bool(verdict.budget))

    def show_notes(self, entered: str, agreement: AgreementState | None) -> None:
        """What people know of the car: their capacity when new, and a workshop's figure beside the estimate."""
        self._entered.setText(entered)
        self._entered.setVisible(bool(entered))
        self.undo.setVisible(bool(entered) and not self._buyer)
        if agreement is not None:
            self._agreement.setText(agreement.words)
            self._second.show_interval(agreement.value, agreement.low, agreement.high)
        self._agreement.setVisible(agreement is not None)
        self._second.setVisible(agreement is not None)

    def show_to_buyer(self, buyer: bool) -> None:
        """Leave out the advice to the dealer; figures and evidence stay, the figure larger."""
        self._buyer = buyer
        self._disagreement.setHidden(buyer or not self._disagreement.text())
        self.figure.setProperty("role", "display" if buyer else Role.FIGURE.value)
        self.figure.style().unpolish(self.figure)
        self.figure.style().polish(self.figure)
        self._coach.setHidden(buyer or not self._coach.text())
        for mine in (self.new, self.tested, self.log):
            mine.setHidden(buyer)
        self.undo.setHidden(buyer or self._entered.isHidden())
        self._toggle(self.more.isChecked())

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SIZES.gap2)
        head.addWidget(self.figure, 0, Qt.AlignmentFlag.AlignBaseline)
        head.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignBaseline)
        head.addStretch(1)
        head.addWidget(self._badge)
        self.body.addWidget(label(Role.CAPTION, _("State of health, estimated by this desk")))
        self.body.addLayout(head)
        for widget in (self._bar, self._span):
            self.body.addWidget(widget)
        self.body.addSpacing(SIZES.gap1)
        for widget in (
            self._headline,
            self._evidence,
            self._flags,
            self._denominators,
            self._comparison,
            self._coach,
        ):
            self.body.addWidget(widget)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._budget)
        self.body.addWidget(self._coach_more)
        self.body.addWidget(self._entered)
        self.body.addWidget(hairline())
        for widget in (self._server, self._disagreement, self._agreement, self._second):
            self.body.addWidget(widget)
        notes = QHBoxLayout()
        notes.setSpacing(SIZES.gap3)
        for link in (self.new, self.undo, self.tested, self.log):
            notes.addWidget(link)
        notes.addStretch(1)
        self.body.addLayout(notes)

    def _toggle(self, shown: bool) -> None:
        self.more.set_glyph(Glyph.CARET_DOWN if shown else Glyph.CARET_RIGHT)
        self._budget.setVisible(shown)
        self._coach_more.setVisible(shown and bool(self._coach_more.text()) and not self._buyer)
