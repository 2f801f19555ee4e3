"""Saved views survive being written, old files and files that somebody spoilt."""

import json

import pytest

from celliq_desktop.viewmodels.fleet.query import FleetQuery
from celliq_desktop.viewmodels.fleet.saved_views import SavedViews

_QUERY = FleetQuery(text="kona", picked=frozenset({"report:expired"}), sort="year", descending=True)


def test_what_was_written_is_read_again() -> None:
    views = SavedViews().keeping(_QUERY)
    again = SavedViews.read(views.written)
    assert again == views
    assert again.of(_QUERY) is not None
    assert views.views[0].name == "“kona” and Report: Expired, by Year, highest first"


def test_filters_of_another_version_are_left_out() -> None:
    entry = json.loads(SavedViews().keeping(_QUERY).written)[0]
    entry["picked"].append("colour:green")
    entry["sort"] = "colour"
    (view,) = SavedViews.read(json.dumps([entry])).views
    assert view.query.picked == _QUERY.picked
    assert view.query.sort == FleetQuery().sort


@pytest.mark.parametrize("spoilt", ["", "{", "[1]", '[{"name": "x"}]', '{"a": 1}', "null"])
def test_a_file_that_cannot_be_read_gives_no_views(spoilt: str) -> None:
    assert SavedViews.read(spoilt) == SavedViews()


def test_nothing_is_kept_twice_and_nothing_without_a_filter() -> None:
    views = SavedViews()
    assert not views.can_keep(FleetQuery())
    assert views.can_keep(_QUERY)
    assert not views.keeping(_QUERY).can_keep(_QUERY)
    assert views.keeping(_QUERY).without(views.keeping(_QUERY).views[0]) == views
