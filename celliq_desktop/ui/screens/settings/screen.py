"""Settings: a list of sections on the left, the chosen one beside it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QStackedWidget, QVBoxLayout

from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.screens.held_lines import HeldLines
from celliq_desktop.ui.screens.screen import Screen, ScreenContext
from celliq_desktop.ui.screens.settings.about_panel import AboutPanel
from celliq_desktop.ui.screens.settings.data_panel import DataPanel
from celliq_desktop.ui.screens.settings.dealer_panel import DealerPanel
from celliq_desktop.ui.screens.settings.letterhead_panel import LetterheadPanel
from celliq_desktop.ui.screens.settings.sealing_panel import SealingPanel
from celliq_desktop.ui.screens.settings.window_panel import WindowPanel
from celliq_desktop.ui.theme.tokens import SIZES, Theme
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.ui.widgets.scrolling import scrolled
from celliq_desktop.viewmodels.letterheads import LetterheadState, LetterheadViewModel
from celliq_desktop.viewmodels.problem import Help
from celliq_desktop.viewmodels.sealing import SealingViewModel, SealShown
from celliq_desktop.viewmodels.settings import SettingsState, SettingsViewModel
from celliq_desktop.viewmodels.words import _

_LIST_WIDTH, _PAGE_WIDTH = 200, 860
"""Pixels at a text scale of 1; a form wider than that is hard to read across."""


class SettingsScreen(Screen):
    """Draws a ``SettingsViewModel`` of its own; ``enter`` takes the title of a section."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._model = SettingsViewModel(context.bench)
        self._seal = SealingViewModel(context.bench, context.formats)
        self._head = LetterheadViewModel(context.bench)
        self._told: set[str] = set()
        self.problem = ProblemBanner()
        self.problem.helped.connect(self._help)
        self.held = HeldLines(context, lambda line: line.about == "settings")
        self.dealer = DealerPanel(self._model)
        self.sealing = SealingPanel(self._seal)
        self.letterhead = LetterheadPanel(self._head)
        self.window_panel = WindowPanel(context.models.account, context.theme, context.preferences, context.speech)
        self.data = DataPanel(context.models.data, sellers=not context.models.owner)
        self.about = AboutPanel(context.models.updates)
        self.sections = QListWidget()
        self.sections.setAccessibleName(_("Sections of the settings"))
        self._pages = QStackedWidget()
        for title, panel in (
            (_("Dealership"), self.dealer),
            (_("Letterhead"), self.letterhead),
            (_("Sealing"), self.sealing),
            (_("Account and window"), self.window_panel),
            (_("Data on this computer"), self.data),
            (_("About"), self.about),
        ):
            self.sections.addItem(title)
            panel.setMaximumWidth(_PAGE_WIDTH)
            page = scrolled(panel, title)
            page.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            self._pages.addWidget(page)
        self.sections.currentRowChanged.connect(self._pages.setCurrentIndex)
        self.sections.item(0).setHidden(context.models.owner)  # a dealership is what an owner does not have
        self.sections.setCurrentRow(int(context.models.owner))
        self._arrange()
        self._bindings = Bindings(self)
        self._bindings.bind(self._model, self._show)
        self._bindings.bind(self._seal, self._show_seal)
        self._bindings.bind(self._head, self._show_letterhead)

    def enter(self, argument: str) -> None:
        """Read everything again."""
        for row in range(self.sections.count()):
            if self.sections.item(row).text() == argument:
                self.sections.setCurrentRow(row)
        self._model.load()
        self._seal.load()
        self.about.enter()
        self._head.load()

    def take_theme(self, theme: Theme) -> None:
        """The choices follow the account menu; the list is as tall as its sections."""
        height = theme.px(SIZES.control)
        entries = [self.sections.item(row) for row in range(self.sections.count())]
        for entry in entries:
            entry.setSizeHint(QSize(0, height))
        shown = sum(not entry.isHidden() for entry in entries)
        self.sections.setFixedSize(theme.px(_LIST_WIDTH), shown * height + SIZES.gap1)
        self.window_panel.show_choices()
        self.about.fit()

    def release(self) -> None:
        """Let go of the view-models."""
        self._bindings.release()
        self.held.release()
        self.data.release()
        self.about.release()
        self._model.close()
        self._seal.close()
        self._head.close()

    def _show(self, state: SettingsState) -> None:
        self._show_problem()
        self.dealer.show_state(state)
        self._tell(state.told)

    def _show_seal(self, state: SealShown) -> None:
        self._show_problem()
        self.sealing.show_state(state)
        self._tell(state.told)

    def _show_letterhead(self, state: LetterheadState) -> None:
        self._show_problem()
        self.letterhead.show_state(state)
        self._tell(state.told)

    def _show_problem(self) -> None:
        problems = (self._model.state.problem, self._seal.state.problem, self._head.state.problem)
        self.problem.show_problem(next((one for one in problems if one is not None), None))

    def _tell(self, words: str) -> None:
        """Once, when what was asked for is done."""
        if words and words not in self._told:
            self._context.toasts.say(words)
        self._told = {self._model.state.told, self._seal.state.told, self._head.state.told}

    def _help(self, wanted: Help) -> None:
        if wanted is Help.RETRY:
            self._model.load()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SIZES.gap4)
        row.addWidget(self.sections, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.gap6, SIZES.gap4, SIZES.gap6, SIZES.gap4)
        column.setSpacing(SIZES.gap3)
        column.addWidget(label(Role.TITLE, _("Settings")))
        column.addWidget(self.problem)
        column.addWidget(self.held)
        column.addLayout(row, 1)
