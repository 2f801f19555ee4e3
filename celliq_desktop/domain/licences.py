"""What the program is made of, and under which licence each part comes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Library:
    """One library as its own package describes it. ``licence`` is an SPDX expression where the package gives one,
    else its own words; ``text`` are the licence files it ships, empty when it ships none."""

    name: str
    version: str
    licence: str
    summary: str = ""
    text: str = ""
