"""Views of the fleet that a person keeps: words, filters and order under the name that says them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from celliq_desktop.viewmodels.fleet.columns import COLUMNS
from celliq_desktop.viewmodels.fleet.facets import FACETS, chips_of
from celliq_desktop.viewmodels.fleet.query import FleetQuery
from celliq_desktop.viewmodels.words import _

_MOST = 20
"""Views kept: a longer menu is no shorter than setting the filters."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """One view; ``name`` is what the chips said when it was kept."""

    name: str
    query: FleetQuery


@dataclass(frozen=True, slots=True)
class SavedViews:
    """All views, the oldest first; a value that gives other values."""

    views: tuple[SavedView, ...] = ()

    @classmethod
    def read(cls, stored: str) -> SavedViews:
        """From ``written``. What cannot be read, and filters this version does not have, are left out."""
        try:
            entries = json.loads(stored or "[]")
            return cls(tuple(_view(entry) for entry in entries)[:_MOST])
        except (ValueError, KeyError, TypeError, AttributeError):
            return cls()

    @property
    def written(self) -> str:
        """As text to keep."""
        return json.dumps(
            [
                {
                    "name": view.name,
                    "text": view.query.text,
                    "picked": sorted(view.query.picked),
                    "sort": view.query.sort,
                    "descending": view.query.descending,
                }
                for view in self.views
            ]
        )

    def of(self, query: FleetQuery) -> SavedView | None:
        """The view that is in force."""
        return next((view for view in self.views if view.query == query), None)

    def can_keep(self, query: FleetQuery) -> bool:
        """Whether there is something to keep that is not kept yet, and room for it."""
        return query.narrows and self.of(query) is None and len(self.views) < _MOST

    def keeping(self, query: FleetQuery) -> SavedViews:
        """With this view, named after its chips and its order."""
        name = _(" and ").join(chip.words for chip in chips_of(query.picked, query.text))
        if query != FleetQuery(text=query.text, picked=query.picked):
            column = next((_(one.title) for one in COLUMNS if one.key == query.sort), query.sort)
            order = _("{chips}, by {column}, highest first") if query.descending else _("{chips}, by {column}")
            name = order.format(chips=name, column=column)
        return SavedViews((*self.views, SavedView(name, query)))

    def without(self, view: SavedView) -> SavedViews:
        """Without this view."""
        return SavedViews(tuple(one for one in self.views if one != view))


def _view(entry: dict[str, object]) -> SavedView:
    known = {option.key for facet in FACETS for option in facet.options}
    picked = entry["picked"]
    if not isinstance(picked, list):
        raise TypeError(picked)
    query = FleetQuery(text=str(entry["text"]), picked=frozenset(key for key in picked if key in known))
    return SavedView(str(entry["name"]), query.sorted_by(str(entry["sort"]), descending=entry["descending"] is True))
