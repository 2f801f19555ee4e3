"""The guide: every page can be drawn, says what exists, and never shows its marks."""

import re
from importlib.resources import files

import pytest

from celliq_desktop.ui.screens.registry import SCREENS
from celliq_desktop.viewmodels.help.pages import ORDER, BlockKind, help_pages, parse_page
from celliq_desktop.viewmodels.words import ENGLISH, _, speak
from tests.house.source import product_modules


def test_every_page_in_the_folder_is_shown_and_every_one_that_is_shown_is_there() -> None:
    folder = files("celliq_desktop.viewmodels.help") / "en"
    assert {page.name for page in folder.iterdir()} == {f"{key}.md" for key in ORDER}
    assert [page.key for page in help_pages()] == list(ORDER)
    assert [page.title for page in help_pages("xx")] == [page.title for page in help_pages()]


def test_each_role_has_its_tasks_as_numbered_steps() -> None:
    for page in help_pages()[:3]:
        steps = [block.mark for block in page.blocks if block.kind is BlockKind.STEP]
        assert steps.count("1") >= 3, page.key
        assert len(steps) >= 6


def test_no_page_shows_a_mark_of_its_markdown() -> None:
    for page in help_pages():
        for block in page.blocks:
            assert not re.search(r"\*\*|`|^#|^\||^- |^\d+\. ", block.text), block


def test_what_pages_call_a_button_or_a_screen_is_one() -> None:
    """Words in quotation marks after "press", and the names of screens, stand in the program's own source."""
    source = "\n".join(module.text for module in product_modules() if module.room in ("ui", "viewmodels"))
    for page in help_pages():
        text = " ".join(block.text for block in page.blocks)
        for words in re.findall(r"[Pp]ress (?:“)([^”]+)”", text):
            assert f'"{words}"' in source, (page.key, words)
    titles = {screen.title for screen in SCREENS}
    opened = {name for page in help_pages() for b in page.blocks for name in re.findall(r"Open ([A-Z]\w+)", b.text)}
    assert opened <= titles


@pytest.mark.parametrize("spoken", ["de", "fr"])
def test_a_translated_page_says_as_much_and_names_buttons_as_the_window_does(spoken: str) -> None:
    """Paragraph by paragraph, step by step."""
    speak(spoken)
    try:
        for english, page in zip(help_pages(), help_pages(spoken), strict=True):
            assert [block.kind for block in page.blocks] == [block.kind for block in english.blocks], page.key
            assert page.title != english.title
            text = " ".join(block.text for block in page.blocks)
            for words in re.findall(r"[Pp]ress (?:“)([^”]+)”", " ".join(block.text for block in english.blocks)):
                assert _(words) in text, (page.key, words)
    finally:
        speak(ENGLISH)


def test_the_keys_page_names_every_shortcut_of_the_window() -> None:
    (page,) = (page for page in help_pages() if page.key == "keys")
    told = {block.mark for block in page.blocks if block.kind is BlockKind.ROW}
    (keys,) = (module for module in product_modules() if module.path.endswith("ui/chrome/desk_keys.py"))
    used = set(re.findall(r'"(F\d+|Ctrl\+[A-Z]|Alt\+\w+|Esc)"', keys.text))
    assert used <= told
    assert len(used) >= 8


def test_a_page_is_found_by_words_in_any_order() -> None:
    assert [page.key for page in help_pages() if page.holds("proxy certificate")] == ["administrator"]
    assert not [page for page in help_pages() if page.holds("unicorn")]


def test_blocks_of_every_kind_are_read() -> None:
    steps = "1. First\n   goes on\n2. Second"
    table = "| a | b |\n|---|---|\n| c | `d` |"
    page = parse_page("x", f"# Title\n\n## Head\n\nTwo\nlines\n\n{steps}\n\n- point\n\n{table}")
    assert [(block.kind.value, block.mark, block.text) for block in page.blocks] == [
        ("heading", "", "Head"),
        ("text", "", "Two lines"),
        ("step", "1", "First goes on"),
        ("step", "2", "Second"),
        ("point", "", "point"),
        ("row", "c", "d"),
    ]


@pytest.mark.parametrize(
    "text", ["no title", "# T\n\n### deep", "# T\n\n<b>x</b>", "# T\n\n![x](y)", "# T\n\n|a|\n|-|"]
)
def test_a_page_that_cannot_be_drawn_is_refused(text: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        parse_page("x", text)
