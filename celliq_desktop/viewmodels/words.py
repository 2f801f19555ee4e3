"""The window's words in its language: English as written in the source, German and French from ``locale``, and a
made-up language for those who look whether everything is translated and has room.

``_`` and ``ngettext`` translate when they are called, so nothing translated may be kept in a constant: mark that with
``N_`` and translate where it is shown. Whoever writes no language (the command line, tests) speaks English.
"""

import gettext
import re
from functools import lru_cache
from pathlib import Path

from celliq_desktop.domain.text import N_, N_n
from celliq_desktop.viewmodels.separators import separators

__all__ = ["ENGLISH", "LANGUAGES", "N_", "N_n", "_", "as_written", "language", "ngettext", "said", "speak"]

ENGLISH, PSEUDO = "en", "pseudo"
LANGUAGES = {ENGLISH: "English", "de": "Deutsch", "fr": "Français"}
"""Each by its own name, which is never translated."""
LOCALE = Path(__file__).with_name("locale")
_FIELD = re.compile(r"\{(\w+)(?:![rsa])?(:[^{}]*)?\}")
_NUMBER = re.compile(r"-?[\d,]+(\.\d+)?")
_SENTENCE = re.compile(r"(?<=[.!?]) ")
_OURS = ("reason", "words")
"""Placeholders that hold words of ours; the others hold data, which is nobody's to translate."""


class _Speaker:
    """What is spoken now, in every thread of this process."""

    def __init__(self) -> None:
        self.language = ENGLISH
        self.words: gettext.NullTranslations = gettext.NullTranslations()


_speaker = _Speaker()


def speak(language: str) -> None:
    """From now on everything is said in ``language``: one of ``LANGUAGES``, or ``PSEUDO``. ValueError for another."""
    if language == PSEUDO:
        from celliq_desktop.viewmodels.pseudo import PseudoLanguage

        _speaker.words = PseudoLanguage()
    elif language == ENGLISH:
        _speaker.words = gettext.NullTranslations()
    elif language in LANGUAGES:
        from celliq_desktop.viewmodels.catalogue import Catalogue

        _speaker.words = Catalogue(catalogue_of(language))
    else:
        raise ValueError(f"nobody speaks {language}")
    _speaker.language = language
    said.cache_clear()


def catalogue_of(language: str) -> Path:
    """Where the words of ``language`` lie."""
    return LOCALE / language / "LC_MESSAGES" / "celliq.po"


def language() -> str:
    """What is spoken: a key of ``LANGUAGES``, which babel knows too; the made-up language has English numbers."""
    return ENGLISH if _speaker.language == PSEUDO else _speaker.language


def _(message: str) -> str:
    """``message`` in the language of the window. Values go in with ``.format``."""
    return _speaker.words.gettext(message) if message else ""


def ngettext(one: str, many: str, number: int) -> str:
    """The form for ``number``, which goes in as ``{n}`` with ``.format``."""
    return _speaker.words.ngettext(one, many, number)


def as_written(number: str) -> str:
    """``number``, with Python's comma and point, as the language of the window writes it."""
    return number if language() == ENGLISH else number.translate(separators(language()))


@lru_cache(maxsize=4096)
def said(english: str) -> str:
    """Words of a room below, or of the mirror, in the language of the window: the message they were made from is found
    again by its shape, and the values are carried over. Several sentences may stand in a row. What no message
    fits (a server's own reason, a car's name) stays as it is."""
    if _speaker.language == ENGLISH or not english:
        return english
    whole = _said_whole(english)
    if whole is not None:
        return whole
    for gap in reversed([match.end() for match in _SENTENCE.finditer(english)]):
        first = _said_whole(english[: gap - 1])
        if first is not None:
            return f"{first} {said(english[gap:])}"
    first_gap = _SENTENCE.search(english)
    if first_gap is not None:  # a sentence that is not ours, and perhaps one that is
        return f"{english[: first_gap.start()]} {said(english[first_gap.end() :])}"
    return english


def _said_whole(english: str) -> str | None:
    if english in _shapes().plain:
        return _(english)
    for shape, one, many in _shapes().filled:
        found = shape.fullmatch(english)
        if found is not None:
            return _filled(_(one) if many is None else _counted(one, many, found.groupdict()), found.groupdict())
    return None


def _counted(one: str, many: str, values: dict[str, str]) -> str:
    number = values.get("n", "").replace(",", "")
    return ngettext(one, many, int(number) if number.isdigit() else 1 if number == "" else 2)


def _filled(template: str, values: dict[str, str]) -> str:
    def value(field: re.Match[str]) -> str:
        held = values.get(field[1], "")
        if field[2] and _NUMBER.fullmatch(held):
            return as_written(held)
        return said(held) if field[1] in _OURS else held

    return _FIELD.sub(value, template).replace("{{", "{").replace("}}", "}")


class _Shapes:
    """Every message of the catalogue: those without values, and those with, the wordiest first, as patterns."""

    def __init__(self) -> None:
        self.plain: set[str] = set()
        filled: list[tuple[int, re.Pattern[str], str, str | None]] = []
        from celliq_desktop.viewmodels.catalogue import entries

        for entry in entries(LOCALE / "celliq.pot"):
            one, many = entry.get("msgid", ""), entry.get("msgid_plural")
            for form in (one, many):
                if form and _FIELD.search(form):
                    filled.append((len(_FIELD.sub("", form)), re.compile(_pattern(form), re.DOTALL), one, many))
                elif form:
                    self.plain.add(form)
        filled.sort(key=lambda known: -known[0])
        self.filled = [known[1:] for known in filled if known[0] >= 4]


@lru_cache(maxsize=1)
def _shapes() -> _Shapes:
    return _Shapes()


def _pattern(form: str) -> str:
    """A regular expression that fits ``form`` with its placeholders filled."""
    pattern, at, named = "", 0, set[str]()
    for field in _FIELD.finditer(form):
        pattern += re.escape(form[at : field.start()].replace("{{", "{").replace("}}", "}"))
        pattern += f"(?P={field[1]})" if field[1] in named else f"(?P<{field[1]}>.+?)"
        named.add(field[1])
        at = field.end()
    return pattern + re.escape(form[at:].replace("{{", "{").replace("}}", "}"))
