"""Files handed out: who got which, with which hash; found again by any of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.icons import Glyph, icon
from celliq_desktop.ui.theme.tokens import SIZES, Theme
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.empty_state import EmptyState
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.lines_table import LineColumn, LinesModel, LinesTable
from celliq_desktop.ui.widgets.tips import plain_tip
from celliq_desktop.viewmodels.formats import count, share
from celliq_desktop.viewmodels.reports.ledger import LedgerViewModel
from celliq_desktop.viewmodels.reports.states import LedgerRow, LedgerState
from celliq_desktop.viewmodels.words import N_, _

_SHORT_DIGEST = 12
COLUMNS: tuple[LineColumn[LedgerRow], ...] = (
    LineColumn(N_("Handed out"), lambda row: row.day, lambda row: row.when_at, tip=lambda row: row.when),
    LineColumn(
        N_("Car"), lambda row: row.car, lambda row: row.car, stretch=True, tip=lambda row: f"{row.car} {row.vin}"
    ),
    LineColumn(N_("To"), lambda row: row.recipient or "–", lambda row: row.recipient, stretch=True),
    LineColumn(
        "SHA-256",
        lambda row: f"{row.sha256[:_SHORT_DIGEST]}…",
        lambda row: row.sha256,
        spare=True,
        tip=lambda row: row.sha256,
    ),
)


class LedgerPanel(QWidget):
    """Draws a ``LedgerViewModel``; ``chosen`` carries a report id, ``check_asked`` and ``folder_asked`` a path."""

    chosen = Signal(str)
    check_asked = Signal(str)
    folder_asked = Signal(str)

    def __init__(self, model: LedgerViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Car, VIN, recipient, purpose, file or hash"))
        self.search.setAccessibleName(_("Search the files handed out"))
        self.search.setClearButtonEnabled(True)
        self.search.setProperty("kind", "search")
        self._glass = QAction(self.search)
        self.search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(model.search)
        self._count = label(Role.SECONDARY)
        self._lines: LinesModel[LedgerRow] = LinesModel(COLUMNS)
        self.table = LinesTable(self._lines, _("Files handed out"), row_height=SIZES.row)
        self.table.moved.connect(self._moved)
        self.table.opened.connect(lambda _row: self._check())
        self.search.returnPressed.connect(self.table.setFocus)
        self.empty = EmptyState("", glyph=Glyph.FILE)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.detail = label(Role.SECONDARY, wrap=True)
        self.digest = label(Role.CODE, wrap=True)
        self.check = button(_("Check this file"))
        self.copy = button(_("Copy SHA-256"), "quiet")
        self.folder = button(_("Open folder"), "quiet")
        self.check.clicked.connect(self._check)
        self.copy.clicked.connect(self._copy)
        self.folder.clicked.connect(lambda: self.folder_asked.emit(self._row.path) if self._row else None)
        self._row: LedgerRow | None = None
        self._arrange()
        self._end = model.subscribe(self._show)

    def release(self) -> None:
        """Stop listening."""
        self._end()

    def take_theme(self, theme: Theme) -> None:
        """Icons in the new colours."""
        self._glass.setIcon(icon(Glyph.SEARCH, theme.colours.faint, theme.px(SIZES.icon)))

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(SIZES.gap2)
        bar.addWidget(self.search, 1)
        bar.addWidget(self._count)
        card = Card()
        card.body.setContentsMargins(SIZES.line, SIZES.gap1, SIZES.line, SIZES.gap1)
        card.body.addWidget(self.stack)
        self.facts = Card()
        actions = QHBoxLayout()
        actions.setSpacing(SIZES.gap2)
        for action in (self.check, self.copy, self.folder):
            actions.addWidget(action)
        actions.addStretch(1)
        for line in (self.detail, self.digest):
            self.facts.body.addWidget(line)
        self.facts.body.addLayout(actions)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap3)
        column.addLayout(bar)
        column.addWidget(card, 1)
        column.addWidget(self.facts)

    def _show(self, state: LedgerState) -> None:
        before = self._row.id if self._row is not None else ""
        self._lines.show(state.rows)
        self.table.fit(COLUMNS)
        narrowed = bool(state.search)
        words = count(state.total, "file", "files")
        self._count.setText(share(len(state.rows), state.total) if narrowed else words)
        if narrowed:
            self.empty.show_words(
                _("Nothing fits"), _("No file that was handed out fits the search."), glyph=Glyph.SEARCH
            )
        else:
            self.empty.show_words(
                _("Nothing handed out yet"), _("Every sealed PDF made here is listed with its hash."), glyph=Glyph.FILE
            )
        self.stack.setCurrentIndex(0 if state.rows else 1)
        row = max(0, self._lines.row_of(lambda line: line.id == before))
        self.table.blockSignals(True)
        self.table.selectRow(row)
        self.table.blockSignals(False)
        self._facts(self._lines.line(row))

    def _moved(self, row: int) -> None:
        line = self._lines.line(row)
        self._facts(line)
        if line is not None:
            self.chosen.emit(line.report_id)

    def _facts(self, line: LedgerRow | None) -> None:
        self._row = line
        self.facts.setVisible(line is not None)
        if line is not None:
            purpose = f"{line.purpose} · " if line.purpose else ""
            self.detail.setText(f"{purpose}{line.file} · {line.sealed_as}")
            self.detail.setToolTip(plain_tip(line.path))
            self.digest.setText(" ".join(line.sha256[at : at + 16] for at in range(0, len(line.sha256), 16)))

    def _check(self) -> None:
        if self._row is not None:
            self.check_asked.emit(self._row.path)

    def _copy(self) -> None:
        if self._row is not None:
            QGuiApplication.clipboard().setText(self._row.sha256)

    def focus_filter(self) -> None:
        """Type at once."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()
