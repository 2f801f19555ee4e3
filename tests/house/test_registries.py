"""The registries a newcomer adds one line to: complete, without doubles, and nothing lies beside them unregistered."""

import ast
import inspect
from collections.abc import Iterator

from celliq_desktop.ui.screens.registry import SCREENS
from celliq_desktop.usecases.sync_steps import STEPS
from celliq_desktop.viewmodels.fleet.columns import COLUMNS, Shown
from tests.house.source import PACKAGE, Module, product_modules


def _classes_under(folder: str, ending: str) -> Iterator[tuple[Module, str]]:
    for module in product_modules():
        if module.path.startswith(f"{PACKAGE}/{folder}/"):
            names = (node.name for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef))
            yield from ((module, name) for name in names if name.endswith(ending) and name != ending)


def _doubles(keys: list[str]) -> set[str]:
    return {key for key in keys if keys.count(key) > 1}


def test_screens_have_a_key_a_title_and_a_place_in_the_rail() -> None:
    keys = [screen.key for screen in SCREENS]
    assert not _doubles(keys)
    assert not [screen.key for screen in SCREENS if not screen.title or not screen.key.isidentifier()]
    assert not [screen.key for screen in SCREENS if not screen.in_rail and screen.under not in keys]


def test_every_screen_that_is_drawn_is_registered_and_every_registered_one_is_drawn() -> None:
    drawn = {name for _, name in _classes_under("ui/screens", "Screen")}
    made = {name for screen in SCREENS for name in drawn if f"{name}(" in inspect.getsource(screen.make)}
    assert made == drawn
    assert len(made) == len(SCREENS)


def test_fleet_columns_have_a_key_and_words_for_the_chooser() -> None:
    assert not _doubles([column.key for column in COLUMNS])
    assert not _doubles([column.title for column in COLUMNS])
    assert not [column.key for column in COLUMNS if not column.title or not column.tip or column.width < 1]
    assert [column.key for column in COLUMNS if column.shown is Shown.ALWAYS]


def test_sync_steps_have_names_and_come_after_what_they_need() -> None:
    names = [step.name for step in STEPS]
    assert not _doubles(names)
    assert names.index("vehicles") < names.index("readings") < names.index("estimates")


def test_every_step_says_its_own_name_in_its_outcome() -> None:
    """What the status pill counts under a name must be a step that exists."""
    said = {
        str(keyword.value.value)
        for module in product_modules()
        if module.path.startswith(f"{PACKAGE}/usecases/sync")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "StepOutcome"
        for keyword in node.keywords
        if keyword.arg == "name" and isinstance(keyword.value, ast.Constant)
    }
    assert said <= {step.name for step in STEPS}
