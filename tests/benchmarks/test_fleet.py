"""A fleet of a hundred thousand cars in the real window: painted, filtered, sorted, scrolled."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView, QWidget

from celliq_desktop.domain.fleet import FleetSnapshot
from celliq_desktop.ui.preferences import Preferences
from celliq_desktop.ui.screens.fleet.screen import FleetScreen
from celliq_desktop.ui.screens.fleet.table import FleetTable
from celliq_desktop.ui.shell import remembered_theme
from celliq_desktop.viewmodels.fleet.cells import Moment, car_title
from celliq_desktop.viewmodels.fleet.index import FleetIndex
from celliq_desktop.viewmodels.fleet.query import FleetQuery
from celliq_desktop.viewmodels.formats import Formats
from tests.support.fleet_rows import NOW, fleet
from tests.support.ratios import Line, side_by_side, timed, worked
from tests.support.session_models import FakeDealership
from tests.support.window import open_window

pytestmark = pytest.mark.timeout(600)

_CARS = 100_000
_MOMENT = Moment(Formats(), NOW)
_NOWHERE = QModelIndex()
_DELETE = QEvent.Type.DeferredDelete.value

Tell = Callable[[Line], None]


@pytest.fixture(scope="module")
def snapshot() -> FleetSnapshot:
    """A hundred thousand cars, made once."""
    return fleet(_CARS)


@pytest.fixture
def themed(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    """Fonts, colours and style as in the program."""
    switch = remembered_theme(qapp, Preferences(tmp_path / "window.ini"))
    yield
    switch.deleteLater()


@pytest.fixture
def screen(qapp: QApplication, tmp_path: Path, snapshot: FleetSnapshot) -> Iterator[FleetScreen]:
    """The fleet screen in the window, loaded, indexed and painted."""
    opened = open_window(qapp, tmp_path, FakeDealership(snapshot=snapshot))
    opened.window.entry.explore()
    assert opened.window.desk is not None
    found = opened.window.desk.screen
    assert isinstance(found, FleetScreen)
    assert len(found.table.rows) == _CARS
    _settle()
    yield found
    opened.window.close()
    opened.window.deleteLater()
    opened.theme.deleteLater()


@pytest.mark.usefixtures("themed")
def test_the_next_paint_of_a_fleet(snapshot: FleetSnapshot, tell: Tell) -> None:
    warm = FleetIndex(snapshot, NOW).warm()
    nobody = FleetIndex(fleet(0), NOW)

    def table(index: Callable[[], FleetIndex]) -> Callable[[], None]:
        def paint() -> None:
            made = FleetTable(_MOMENT)
            made.take(FleetQuery().of(index()), _MOMENT)
            _shown_and_gone(made)

        return paint

    empty = timed(table(lambda: nobody))
    pair = side_by_side(empty, timed(table(lambda: FleetIndex(snapshot, NOW))))
    tell(Line(axis="fleet: next paint of 100,000", against="the table without cars", pair=pair))
    pair = side_by_side(empty, timed(table(lambda: warm)))
    tell(Line(axis="fleet: next paint, index at hand", against="the table without cars", pair=pair))


@pytest.mark.parametrize(("word", "what"), [("e", "one letter"), ("leaf", "a word"), ("00042", "a piece of a VIN")])
def test_a_keystroke_filters(screen: FleetScreen, snapshot: FleetSnapshot, tell: Tell, word: str, what: str) -> None:
    texts = [f"{row.vin} {car_title(row)} {row.seller_email or ''}".lower() for row in snapshot.rows]
    index = FleetIndex(snapshot, NOW).warm()
    field = screen.toolbar.search

    def scan() -> None:
        assert [at for at, text in enumerate(texts) if word in text]

    def search() -> None:
        assert len(FleetQuery(text=word).of(index))

    def typed() -> None:
        before = screen.table.rows.view
        field.setText(word)
        _settle()
        assert screen.table.rows.view is not before

    def cleared_then_typed() -> float:
        field.clear()
        _settle()
        return timed(typed)()

    pair = side_by_side(timed(scan), timed(search))
    tell(Line(axis=f"fleet: filter, {what}", against="scan of cached strings", pair=pair, at_most=1))
    pair = side_by_side(timed(scan), cleared_then_typed)
    tell(Line(axis=f"fleet: filter to paint, {what}", against="scan of cached strings", pair=pair))


def test_a_click_sorts(screen: FleetScreen, tell: Tell) -> None:
    numbers = np.random.default_rng(1).random(_CARS)

    def click() -> None:
        before = screen.table.rows.view
        screen.table.sorting.emit("soh")
        _settle()
        assert screen.table.rows.view is not before

    pair = side_by_side(timed(lambda: np.argsort(numbers, kind="stable")), timed(click))
    tell(Line(axis="fleet: sort click to paint", against="numpy argsort, stable", pair=pair, at_most=8))


def test_a_frame_scrolls(screen: FleetScreen, tell: Tell) -> None:
    ours = screen.table
    plain = _plain_table(ours, _Numbers(ours.rows.columns))
    items = _plain_table(ours, _item_model(ours.rows.columns))
    try:
        pages = side_by_side(_frames(items), _frames(ours))
        steps = side_by_side(_frames(items, step=36), _frames(ours, step=36))
        python = side_by_side(_frames(plain), _frames(ours))
    finally:
        _drop(plain)
        _drop(items)
    tell(Line(axis="fleet: scroll frame, page by page", against="C++ item model", pair=pages, at_most=1.5))
    tell(Line(axis="fleet: scroll frame, row by row", against="C++ item model", pair=steps, at_most=1.5))
    tell(Line(axis="fleet: scroll frame, page by page (py)", against="int model in Python", pair=python))


class _Numbers(QAbstractTableModel):
    """The least a model can be in Python."""

    def __init__(self, columns: int) -> None:
        super().__init__()
        self._columns = columns

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return _CARS

    def columnCount(self, _parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return self._columns

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        return index.row() if role == 0 else None


def _item_model(columns: int) -> QStandardItemModel:
    """Rows enough to scroll through, in C++."""
    model = QStandardItemModel(10_000, columns)
    for row in range(10_000):
        for column in range(columns):
            model.setItem(row, column, QStandardItem(f"{row} {column}"))
    return model


def _plain_table(like: QTableView, model: Any) -> QTableView:
    """As large as ``like``, with as many columns of the same widths and rows of the same height."""
    view = QTableView()
    view.setModel(model)
    model.setParent(view)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().hide()
    view.setWordWrap(False)
    view.verticalHeader().setDefaultSectionSize(like.verticalHeader().defaultSectionSize())
    for section in range(model.columnCount()):
        view.setColumnHidden(section, like.isColumnHidden(section))
        if not like.isColumnHidden(section):
            view.setColumnWidth(section, like.columnWidth(section))
    view.resize(like.size())
    view.show()
    _settle()
    return view


def _frames(view: QTableView, step: int | None = None) -> Callable[[], float]:
    """The median of twenty frames, each over rows that were not in sight before: what the window's thread works."""
    bar = view.verticalScrollBar()
    distance = step or view.viewport().height()
    places = count(distance, distance)

    def frame() -> None:
        bar.setValue(next(places) % (bar.maximum() - distance))
        _settle()

    return worked(frame, calls=20)


def _shown_and_gone(widget: QWidget) -> None:
    _show(widget)
    _drop(widget)


def _show(widget: QWidget) -> None:
    widget.resize(1_280, 800)
    widget.show()
    _settle()


def _drop(widget: QWidget) -> None:
    widget.close()
    widget.deleteLater()
    QApplication.sendPostedEvents(widget, _DELETE)


def _settle() -> None:
    """Whatever is due, painting included."""
    QApplication.sendPostedEvents()
    QApplication.processEvents()
