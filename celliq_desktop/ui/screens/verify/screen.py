"""A place to drop files; one file gets a card with the verdict first, many a list with the card of the chosen one."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QSplitter, QVBoxLayout, QWidget

from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.screens.screen import Screen, ScreenContext
from celliq_desktop.ui.screens.table_saving import save_table
from celliq_desktop.ui.screens.verify.file_card import FileCard
from celliq_desktop.ui.screens.verify.files_list import FilesList
from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.drop_zone import DropZone
from celliq_desktop.ui.widgets.file_drops import FileDrops
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.ui.widgets.scrolling import scrolled
from celliq_desktop.viewmodels.verify.model import VerifyViewModel
from celliq_desktop.viewmodels.verify.states import VerifyState
from celliq_desktop.viewmodels.words import _

_FOLDER = "verify/folder"
_SPLIT = "verify/split"


class VerifyScreen(Screen):
    """Draws a ``VerifyViewModel``."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._model = model = VerifyViewModel(context.bench, context.formats)
        self._bindings = Bindings(self)
        self._drops = FileDrops(self)
        self._chosen: Path | None = None
        self.zone = DropZone(
            Glyph.SHIELD,
            _("Drop Battery Condition Reports here"),
            _(
                "One or hundreds. Seals are checked on this computer, figures against the public record."
                " Files stay here."
            ),
            _("Choose PDFs"),
        )
        self.zone.choose.clicked.connect(self.ask)
        self._drops.over.connect(self.zone.show_over)
        self._drops.dropped.connect(self.check)
        self.banner = ProblemBanner()
        self.banner.closed.connect(model.forget_problem)
        self.list = FilesList()
        self.list.chosen.connect(self._choose)
        self.list.dropped.connect(model.forget)
        self.list.saved.connect(self._save)
        self.list.cleared.connect(model.clear)
        self.list.strip.stopped.connect(model.stop)
        self.list.chips.toggled.connect(model.toggle_kind)
        self.card = FileCard()
        self.card.again.connect(lambda path: model.check([path]))
        self.card.believed.connect(model.believe)
        self.card.dropped.connect(model.forget)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._arrange()
        self._bindings.bind(model, self._show)

    def _arrange(self) -> None:
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setAlignment(Qt.AlignmentFlag.AlignTop)
        inside.addWidget(self.card)
        self._split.addWidget(self.list)
        self._split.addWidget(scrolled(holder, _("Verdict")))
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(SIZES.gap3)
        self._split.restoreState(self._context.preferences.bytes(_SPLIT))
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.gap6, SIZES.gap4, SIZES.gap6, SIZES.gap4)
        column.setSpacing(SIZES.gap3)
        column.addWidget(label(Role.TITLE, _("Verify")))
        column.addWidget(self.zone)
        column.addWidget(self.banner)
        column.addWidget(self._split, 1)

    def enter(self, argument: str) -> None:
        """Enter chooses a file; ``argument`` is one that somebody opened with this program."""
        if argument:
            self.check([Path(argument)])
        self.zone.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def escape(self) -> bool:
        """Stop what is under way; then forget the answers."""
        there = bool(self._model.state.files)
        if self._model.state.running:
            self._model.stop()
        else:
            self._model.clear()
        return there

    def release(self) -> None:
        """Remember the layout, and stop listening."""
        self._context.preferences.put(_SPLIT, self._split.saveState())
        self._bindings.release()
        self._model.close()

    def ask(self) -> None:
        """Choose files with the system's dialog."""
        preferences = self._context.preferences
        folder = preferences.text(_FOLDER) or str(Path.home())
        names, _kind = QFileDialog.getOpenFileNames(self, _("Verify reports"), folder, _("PDF (*.pdf)"))
        if names:
            preferences.put(_FOLDER, str(Path(names[0]).parent))
        self.check([Path(name) for name in names])

    def check(self, paths: Sequence[Path]) -> None:
        """Check these files, first one on top."""
        if paths:
            self._chosen = paths[0]
        self._model.check(paths)
        if len(self._model.state.files) > 1:
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, path: Path) -> None:
        self._chosen = path
        self._show_card(self._model.state)

    def _save(self) -> None:
        save_table(self, self._context, "verdicts", self._model.save)

    def _show(self, state: VerifyState) -> None:
        many = len(state.files) > 1
        self.list.setVisible(many)
        if many:
            self.list.show_state(state, self._chosen)
        self.zone.show_large(not state.files)
        self._split.setVisible(bool(state.files))
        self.banner.show_problem(state.problem)
        self._show_card(state)

    def _show_card(self, state: VerifyState) -> None:
        shown = state.shown if len(state.files) > 1 else state.files
        file = next((one for one in shown if one.path == self._chosen), shown[0] if shown else None)
        self.card.setVisible(file is not None)
        if file is not None:
            self.card.show_file(file)
