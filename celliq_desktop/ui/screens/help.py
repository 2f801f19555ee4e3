"""Help: the guide for each role, the keys, and what administrators set."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from celliq_desktop.ui.screens.screen import Screen, ScreenContext
from celliq_desktop.ui.theme.tokens import SIZES, Theme
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.help.pages import Block, BlockKind, HelpPage, help_pages
from celliq_desktop.viewmodels.words import N_, _, language

_LIST_WIDTH, _PAGE_WIDTH = 220, 760
"""Pixels at a text scale of 1; longer lines are hard to follow."""
_ROLES = {BlockKind.HEADING: Role.HEADING}
_KEY = int(Qt.ItemDataRole.UserRole)
_NOTHING = N_("No page holds these words.")


class HelpScreen(Screen):
    """A list of pages with a search above it, and the chosen page; ``enter`` takes a page's key."""

    def __init__(self, _context: ScreenContext) -> None:
        super().__init__()
        self._pages = {page.key: page for page in help_pages(language())}
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search the help"))
        self.search.setAccessibleName(_("Search the help"))
        self.search.setClearButtonEnabled(True)
        self.contents = QListWidget()
        self.contents.setAccessibleName(_("Pages of the help"))
        self.title = label(Role.TITLE)
        self.nothing = label(Role.SECONDARY, _(_NOTHING), wrap=True)
        self.card = Card()
        self._holder = QWidget()
        self._scroll = QScrollArea()
        self._scroll.setAccessibleName(_("Page"))
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._height = SIZES.control
        self._arrange()
        self.search.textChanged.connect(self._list)
        self.contents.currentItemChanged.connect(self._chosen)
        self._list("")

    @property
    def words(self) -> str:
        """Everything the page says."""
        return "\n".join(part.text() for part in self.card.findChildren(QLabel) if part.isVisibleTo(self.card))

    def enter(self, argument: str) -> None:
        """Turn to a page."""
        for row in range(self.contents.count()):
            if self.contents.item(row).data(_KEY) == argument:
                self.contents.setCurrentRow(row)

    def focus_filter(self) -> None:
        """Search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def escape(self) -> bool:
        """Clear the search first."""
        searched = bool(self.search.text())
        self.search.clear()
        return searched

    def take_theme(self, theme: Theme) -> None:
        """Widths and heights follow the text size."""
        self._height = theme.px(SIZES.control)
        self.search.setFixedWidth(theme.px(_LIST_WIDTH))
        self.contents.setFixedWidth(theme.px(_LIST_WIDTH))
        self.card.setMaximumWidth(theme.px(_PAGE_WIDTH))
        for row in range(self.contents.count()):
            self.contents.item(row).setSizeHint(QSize(0, self._height))

    def _list(self, words: str) -> None:
        """The pages that hold these words, the one that is shown first if it is among them."""
        shown = self.contents.currentItem().data(_KEY) if self.contents.currentRow() >= 0 else ""
        found = [page for page in self._pages.values() if page.holds(words)]
        self.contents.clear()
        for page in found:
            entry = QListWidgetItem(page.title)
            entry.setData(_KEY, page.key)
            entry.setSizeHint(QSize(0, self._height))
            self.contents.addItem(entry)
        self.nothing.setVisible(not found)
        self._scroll.setVisible(bool(found))
        keys = [page.key for page in found]
        if keys:
            self.contents.setCurrentRow(keys.index(shown) if shown in keys else 0)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._show(self._pages[str(item.data(_KEY))])

    def _show(self, page: HelpPage) -> None:
        self.title.setText(page.title)
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SIZES.gap3)
        grid.setVerticalSpacing(SIZES.gap2)
        grid.setColumnStretch(2, 1)
        for row, block in enumerate(page.blocks):
            _place(grid, row, block)
        self.card.body.replaceWidget(self._holder, fresh)
        self._holder.hide()  # or both pages show until it is deleted
        fresh.show()
        self._holder.deleteLater()
        self._holder = fresh
        self._scroll.verticalScrollBar().setValue(0)

    def _arrange(self) -> None:
        self.card.body.addWidget(self._holder)
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, SIZES.gap2, 0)
        inside.setSpacing(SIZES.gap3)
        inside.addWidget(self.title)
        inside.addWidget(self.card)
        inside.addStretch(1)
        self._scroll.setWidget(page)
        side = QVBoxLayout()
        side.setSpacing(SIZES.gap2)
        side.addWidget(self.search)
        side.addWidget(self.contents, 1)
        side.addWidget(self.nothing)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.gap6, SIZES.gap4, SIZES.gap6, SIZES.gap4)
        row.setSpacing(SIZES.gap4)
        row.addLayout(side)
        row.addWidget(self._scroll, 1)


def _place(grid: QGridLayout, row: int, block: Block) -> None:
    """One block in a row of the grid of three columns: numbers and points stand in the first, the first cells of a
    table in the first two, so that long ones do not push the words of a list away."""
    words = label(_ROLES.get(block.kind, Role.BODY), block.text, wrap=True)
    if block.kind in (BlockKind.HEADING, BlockKind.TEXT):
        grid.addWidget(words, row, 0, 1, 3)
        return
    mark = {BlockKind.STEP: f"{block.mark}.", BlockKind.POINT: "•"}.get(block.kind, block.mark)
    wide = 2 if block.kind is BlockKind.ROW else 1
    grid.addWidget(label(Role.STRONG, mark), row, 0, 1, wide, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(words, row, wide, 1, 3 - wide)
