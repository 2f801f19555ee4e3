"""The answer, large: state of health, interval, grade, and what it rests on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.health_badge import HealthBadge
from celliq_desktop.ui.widgets.interval_bar import IntervalBar
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.vehicle.states import VerdictState


class VerdictCard(Card):
    """Shows a ``VerdictState``; the error budget opens on demand."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Verdict")
        self._figure = label(Role.FIGURE)
        self._unit = label(Role.SECONDARY)
        self._badge = HealthBadge()
        self._span = label(Role.SECONDARY)
        self._bar = IntervalBar()
        self._headline = label(Role.STRONG, wrap=True)
        self._evidence = label(Role.SECONDARY, wrap=True)
        self._server = label(Role.BODY, wrap=True)
        self._disagreement = label(Role.WARNING, wrap=True)
        self._flags = label(Role.WARNING, wrap=True)
        self._budget = label(Role.SECONDARY, wrap=True)
        self._more = QToolButton()
        self._more.setText("Where the interval comes from")
        self._more.setCheckable(True)
        self._more.setArrowType(Qt.ArrowType.RightArrow)
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._more.toggled.connect(self._toggle)
        head = QHBoxLayout()
        head.addWidget(self._figure)
        head.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch(1)
        head.addWidget(self._badge)
        column = QVBoxLayout()
        column.addWidget(label(Role.CAPTION, "State of health, estimated by this desk"))
        column.addLayout(head)
        for widget in (self._bar, self._span, self._headline, self._evidence):
            column.addWidget(widget)
        column.addWidget(self._server)
        column.addWidget(self._disagreement)
        column.addWidget(self._flags)
        column.addWidget(self._more)
        column.addWidget(self._budget)
        column.addStretch(1)
        self.body.addLayout(column)
        self._toggle(False)

    def show_verdict(self, verdict: VerdictState, flags: tuple[str, ...]) -> None:
        """Take a new verdict."""
        self._figure.setText(verdict.figure)
        self._unit.setText(f"%  {verdict.interval}" if verdict.interval else "")
        self._badge.show_grade(verdict.grade, verdict.tone.value)
        self._bar.show_interval(verdict.value, verdict.low, verdict.high)
        self._bar.setVisible(verdict.value is not None)
        self._span.setText(f"95 % interval {verdict.span}" if verdict.span else "")
        self._span.setVisible(bool(verdict.span))
        self._headline.setText(verdict.headline)
        self._evidence.setText(verdict.evidence)
        self._server.setText(verdict.server)
        self._disagreement.setText(verdict.disagreement)
        self._disagreement.setVisible(bool(verdict.disagreement))
        self._flags.setText("\n".join(flags))
        self._flags.setVisible(bool(flags))
        self._budget.setText("\n".join(f"{fact.label}: {fact.value} ({fact.detail})" for fact in verdict.budget))
        self._more.setVisible(bool(verdict.budget))
        self._toggle(self._more.isChecked() and bool(verdict.budget))

    def _toggle(self, shown: bool) -> None:
        self._more.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
        self._budget.setVisible(shown)
