"""Nothing the seeds name is forgotten: every endpoint has a caller, a place where a person meets it, and tests."""

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache

import pytest
import typer

from celliq_desktop.app.cli.commands import app
from celliq_desktop.ui.screens.registry import SCREENS
from tests.clients.endpoints import CARIQA, CELLIQ, EV_ENERGY, Endpoint
from tests.house.source import ROOT
from tests.support.contracts import ev_energy_seed
from tests.support.shared_data import shared

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ALL = (*CELLIQ, *EV_ENERGY, *CARIQA)


def _plain(path: str) -> str:
    """Ids become ``{}``, a query goes."""
    return re.sub(r"\{[^}]*\}|<[^>]*>", "{}", _UUID.sub("{}", path.partition("?")[0]))


def _table(rows: tuple[Endpoint, ...]) -> set[tuple[str, str]]:
    return {(one.method, one.path) for one in rows}


def test_the_table_has_every_endpoint_of_the_seeds_and_no_other() -> None:
    page = shared("seeds/celliq-api.txt").read_text(encoding="utf-8")
    celliq = {
        (method, _plain(path).removeprefix("/api"))
        for method, path in re.findall(r"(GET|POST|PUT|PATCH|DELETE) (/api/[a-z_/{}-]+)", page)
    }
    assert _table(CELLIQ) == celliq
    assert _table(EV_ENERGY) == {(method, _plain(path)) for method, path in ev_energy_seed()}
    curl = re.findall(
        r'curl -X (\w+) "https://connect\.cariqa\.com/api/v1([^"]+)"',
        shared("seeds/cariqa-charging-sessions.txt").read_text(encoding="utf-8"),
    )
    assert _table(CARIQA) == {(method, _plain(path)) for method, path in curl}


@pytest.mark.parametrize("row", _ALL, ids=lambda row: f"{row.method} {row.path} {row.calls}")
def test_every_endpoint_is_called_seen_and_tried(row: Endpoint) -> None:
    module, _colon, name = row.calls.partition(":")
    target: object = importlib.import_module(f"celliq_desktop.{module}")
    for part in name.split("."):
        target = getattr(target, part)
    assert callable(target)
    places = {*(f"command {one}" for one in _commands()), *(f"screen {one.key}" for one in SCREENS)}
    assert row.seen
    assert set(row.seen) <= places
    for test in (row.good, row.bad, row.missing):
        path, _colons, function = test.partition("::")
        assert not function or function in _tests_in(path), test
        assert (ROOT / path).is_file(), test


@cache
def _commands() -> tuple[str, ...]:
    return tuple(_under(typer.main.get_command(app), ()))


def _under(command: object, words: tuple[str, ...]) -> Iterator[str]:
    below = getattr(command, "commands", None)
    if below is None:
        yield " ".join(words)
        return
    for name, one in below.items():
        yield from _under(one, (*words, name))


@cache
def _tests_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))
