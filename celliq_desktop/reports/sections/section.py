"""What a part of the paper is."""

from collections.abc import Callable
from dataclasses import dataclass

from celliq_desktop.reports.page import Page


@dataclass(frozen=True, slots=True)
class Section:
    """A part with its own place on a page: ``page`` counts from 0, ``draw`` keeps to that place."""

    name: str
    page: int
    draw: Callable[[Page], None]
