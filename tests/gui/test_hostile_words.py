"""A server's words are shown as they are: no pictures, no bold, nothing that breaks the window (M20)."""

import pytest
from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel

from celliq_desktop.domain.fleet import FleetSnapshot
from celliq_desktop.domain.problems import Refused
from celliq_desktop.ui.screens.registry import SCREENS
from celliq_desktop.ui.widgets.tips import plain_tip
from tests.gui.conftest import Open
from tests.support.fleet_rows import NOW, fleet_row
from tests.support.session_models import FakeDealership
from tests.support.window import Opened

HOSTILE = (
    "<img src='http://192.0.2.1/x.png'>",
    "<b>bold</b><script>alert(1)</script>",
    "abc\u202egnp.exe",
    "<a href='file:///etc/passwd'>" + "long " * 2_000,
    "a&amp;b &lt;i&gt;",
)


@pytest.fixture
def hostile(opened: Open) -> Opened:
    """A desk whose cars, states and problems all carry hostile words."""
    rows = tuple(
        fleet_row(number, **dict.fromkeys(("make", "model", "trim", "status_raw", "seller_email"), words))
        for number, words in enumerate(HOSTILE, 1)
    )
    one = opened(FakeDealership(snapshot=FleetSnapshot(rows=rows, as_of=NOW)))
    one.window.entry.explore()
    return one


def _rich_labels(app: QApplication) -> list[str]:
    """Labels that could read HTML and show something that did not come from the plot library's own menu."""
    labels = [widget for widget in app.allWidgets() if isinstance(widget, QLabel)]
    rich = [found.text() for found in labels if found.textFormat() is not Qt.TextFormat.PlainText]
    return [text for text in rich if any(words[:6] in text for words in HOSTILE)]


def _rich_tips(app: QApplication) -> list[str]:
    tips = [widget.toolTip() for widget in app.allWidgets()]
    for view in (widget for widget in app.allWidgets() if isinstance(widget, QAbstractItemView)):
        model = view.model()
        if model is not None:
            tips += [
                str(model.index(row, column).data(Qt.ItemDataRole.ToolTipRole) or "")
                for row in range(min(20, model.rowCount()))
                for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount())
            ]
    return [tip for tip in tips if "<img" in tip or "<b>" in tip or "<a " in tip or "<script" in tip]


def test_every_screen_shows_them_as_plain_text(hostile: Opened, qapp: QApplication) -> None:
    desk = hostile.window.desk
    assert desk is not None
    for spec in SCREENS:
        desk.open_screen(spec.key, "veh_1" if spec.key == "vehicle" else "")
        qapp.processEvents()
        assert _rich_labels(qapp) == [], spec.key
        assert _rich_tips(qapp) == [], spec.key
    assert hostile.window.width() <= max(1366, hostile.window.screen().availableGeometry().width())


def test_problems_and_toasts_show_them_as_plain_text(hostile: Opened, qapp: QApplication) -> None:
    hostile.dealership.problem = Refused("refused", HOSTILE[0], next_step=HOSTILE[1])
    desk = hostile.window.desk
    assert desk is not None
    desk.models.sync.start()
    hostile.window.toasts.say(HOSTILE[0], tone="poor")
    qapp.processEvents()
    assert _rich_labels(qapp) == []
    assert _rich_tips(qapp) == []


@pytest.mark.parametrize("words", HOSTILE)
def test_a_tool_tip_shows_the_characters_themselves(words: str) -> None:
    tip = plain_tip(words)
    assert len(tip) < 5_000
    assert "<img" not in tip
    assert "<b>" not in tip
    assert plain_tip("Plain words") == "Plain words"
