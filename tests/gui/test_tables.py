"""Tables of lines follow the text scale wherever they stand."""

from PySide6.QtWidgets import QApplication

from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.lines_table import LineColumn, LinesModel, LinesTable
from tests.support.window import Opened

_COLUMNS: tuple[LineColumn[str], ...] = (
    LineColumn("Car", lambda line: line, lambda line: line, stretch=True),
    LineColumn("State", lambda line: line, lambda line: line),
)


def test_rows_and_columns_grow_and_shrink_with_the_text(desk: Opened, qapp: QApplication) -> None:
    lines: LinesModel[str] = LinesModel(_COLUMNS)
    table = LinesTable(lines, "Cars", row_height=SIZES.row, parent=desk.window)
    lines.show(["Connected and well"])
    table.fit(_COLUMNS)
    table.show()
    before = (table.rowHeight(0), table.columnWidth(1))
    desk.theme.set_scale(2.0)
    qapp.processEvents()
    assert table.rowHeight(0) == 2 * before[0]
    assert table.columnWidth(1) > 1.5 * before[1]
    desk.theme.set_scale(1.0)
    qapp.processEvents()
    assert (table.rowHeight(0), table.columnWidth(1)) == before


def test_the_column_that_gives_way_stays_wide_enough_to_be_read(desk: Opened, qapp: QApplication) -> None:
    lines: LinesModel[str] = LinesModel(_COLUMNS)
    table = LinesTable(lines, "Cars", row_height=SIZES.row, parent=desk.window)
    lines.show(["Connected and well, and for a long time already"])
    table.fit(_COLUMNS)
    table.show()
    table.resize(900, 300)
    qapp.processEvents()
    assert table.horizontalScrollBar().maximum() == 0
    wide = table.columnWidth(0)
    table.resize(320, 300)
    qapp.processEvents()
    narrow = table.columnWidth(0)
    assert 120 <= narrow < wide
    assert table.horizontalScrollBar().maximum() > 0, "the rest is scrolled to"
    table.resize(900, 300)
    qapp.processEvents()
    assert (table.columnWidth(0), table.horizontalScrollBar().maximum()) == (wide, 0)
