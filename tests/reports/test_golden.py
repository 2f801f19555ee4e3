"""Pages do not change by accident, nor without a new version of the renderer."""

import json

import pytest

from celliq_desktop.reports.pdf import LANGUAGES
from tests.reports import golden

_AGREED = json.loads(golden.FILE.read_text())
_AGAIN = "a page has changed: raise twin.RENDERER, look at it, then python -m tests.reports.golden"


@pytest.fixture(scope="module")
def drawn() -> dict[str, dict[str, list[str]]]:
    """The pages as they are drawn now."""
    found: dict[str, dict[str, list[str]]] = golden.drawn()
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_drawn_as_agreed(drawn: dict[str, dict[str, list[str]]], language: str) -> None:
    assert drawn["pages"][language] == _AGREED["pages"][language], _AGAIN


def test_the_agreed_pages_are_of_this_renderer(drawn: dict[str, dict[str, list[str]]]) -> None:
    assert drawn["renderer"] == _AGREED["renderer"], _AGAIN
