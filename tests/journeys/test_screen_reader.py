"""Somebody who hears the window and works it by keyboard: the real program with its sample data, over AT-SPI."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.support.screen_reader import NEEDS, Node, ScreenReader, Stage

_MISSING = [name for name in NEEDS if shutil.which(name) is None]
pytestmark = [
    pytest.mark.long,  # a screen and buses of its own, which do not always answer beside other tests
    pytest.mark.skipif(bool(_MISSING), reason=f"not installed: {', '.join(_MISSING)}"),
    pytest.mark.timeout(400),
    pytest.mark.xdist_group("screen reader"),
]
_SCREENS = ("Reports", "Verify", "Invites", "Charging", "Billing", "Connections", "Activity", "Settings")
_CONTROLS = frozenset({"push button", "check box", "text", "combo box", "table", "list", "page tab", "button menu"})


@pytest.fixture(scope="module")
def reader() -> Iterator[ScreenReader]:
    """Whoever listens to a program that has just read its fleet."""
    with ExitStack() as stack:
        # Short, because the path of a socket may be no longer than a hundred characters
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cq-")))
        stage = Stage(home, "--demo")
        stack.callback(stage.close)
        listening = stack.enter_context(closing(ScreenReader(stage)))
        listening.find("Sync: Synced", "push button")
        # No window manager gives the window the keyboard here
        listening.do(listening.find("Fleet", "table"), "SetFocus")
        yield listening


def _of_role(reader: ScreenReader, role: str, *, cells: int = 60) -> list[Node]:
    return [one for one in reader.tree(cells=cells) if one.role == role]


def _go(reader: ScreenReader, screen: str) -> None:
    """Along the rail, as a screen reader presses a button."""
    reader.do(reader.find(screen, "check box"), "Toggle")
    reader.find(screen, "label")


def _told(reader: ScreenReader, plot: str) -> str:
    """What is said of a plot once it is drawn; a tab may begin with the same words."""
    words: str = reader.until(
        lambda: next((one.description for one in reader.tree() if one.name == plot and one.description), ""),
        f"what the plot “{plot}” shows",
    )
    return words


def test_the_fleet_is_read_cell_by_cell_with_columns_values_and_marks(reader: ScreenReader) -> None:
    _go(reader, "Fleet")
    table = reader.find("Fleet", "table")
    assert "focusable" in table.states
    cells = [one.name for one in _of_role(reader, "cell")]
    columns = [one.name for one in _of_role(reader, "column header")]
    assert columns[:5] == ["Connection", "VIN", "Car", "Year", "State of health"]
    assert [cell.split(":")[0] for cell in cells[:5]] == columns[:5], "a cell says what column it is of"
    assert any(re.fullmatch(r"State of health: \d\d\.\d % ±\d\.\d, grade [A-E]", cell) for cell in cells)
    assert "Readiness: Provisional" in cells


@pytest.mark.parametrize("screen", _SCREENS)
def test_every_control_that_is_shown_says_what_it_is(reader: ScreenReader, screen: str) -> None:
    _go(reader, screen)
    shown = list(reader.tree())
    assert "checked" in next(one for one in shown if one.name == screen and one.role == "check box").states
    nameless = [one for one in shown if one.role in _CONTROLS and "focusable" in one.states and not one.name]
    assert nameless == []


def test_a_car_is_found_inspected_and_its_report_issued_without_looking(reader: ScreenReader) -> None:
    _go(reader, "Fleet")
    vins = [one.name for one in _of_role(reader, "cell") if one.name.startswith("VIN: ")]
    vin = vins[0].removeprefix("VIN: ").replace(" ", "")
    reader.do(reader.find("Search cars, screens and actions (Ctrl+K)", "push button"), "Press")
    reader.find("Search cars, screens and actions", "text")
    reader.type(vin.lower())
    reader.until(lambda: len(_of_role(reader, "list item")) == 1, "that car alone")
    reader.press("Return")
    badge = reader.find("Health grade")
    assert re.fullmatch(r"Health grade [A-E]", badge.name)
    verdict = reader.find("State of health with its interval")
    assert re.search(r"\d\d\.\d %, \d\d\.\d to \d+\.\d %", verdict.description)
    reader.do(reader.find("Charge curves", "page tab"), "Press")  # the tab that was open last is open again
    assert re.search(r"Median (AC|DC) power .* \d+ kW at \d+ %", _told(reader, "Charge curve"))
    with closing(reader.hear()) as hearing:
        issue = reader.find("Issue report", "push button")
        reader.do(issue, "Press")
        question = reader.until(
            lambda: next((one for one in reader.tree() if "It uses" in one.spoken), None), "the question with its price"
        )
        assert "credit" in question.spoken
        reader.press("Return")
        reader.until(lambda: any("The report is issued." in words for words in hearing.words()), "the news, spoken")


def test_each_plot_says_in_words_what_it_shows(reader: ScreenReader) -> None:
    _go(reader, "Fleet")
    reader.do(reader.find("Fleet", "table"), "SetFocus")
    reader.press("Down")
    reader.press("Return")
    said = {}
    for tab, plot in (
        ("Charge curves", "Charge curve"),
        ("Capacity", "Capacity fit"),
        ("History", "State of health over time"),
    ):
        reader.do(reader.find(tab, "page tab"), "Press")
        said[plot] = _told(reader, plot)
    assert "power" in said["Charge curve"]
    assert "kWh" in said["Capacity fit"]
    assert "points a year" in said["State of health over time"]
