"""The public page in the reader's language: which one they want, and dates and numbers as they read them.

Words stand in ``pages/verify_words.json``, one object a language, all with the same keys."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_WORDS: dict[str, dict[str, str]] = json.loads(
    (Path(__file__).parent / "pages" / "verify_words.json").read_text(encoding="utf-8")
)
LANGUAGES = tuple((code, words["name"]) for code, words in _WORDS.items())
"""Code and own name of each language, in the order of the switch."""
_DEFAULT = "en"


def chosen(asked: str | None, accepted: str | None) -> str:
    """The language of the switch, else the best of ``Accept-Language`` (RFC 9110 12.5.4), else English."""
    if asked in _WORDS:
        return str(asked)
    wishes = []
    for place, part in enumerate((accepted or "").split(",")[:20]):
        code, _, weight = part.strip().partition(";")
        wishes.append((-_weight(weight), place, code.strip().lower().partition("-")[0]))
    return next((code for weight, _place, code in sorted(wishes) if weight < 0 and code in _WORDS), _DEFAULT)


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(1.0, max(0.0, float(value)))
    except ValueError:
        return 0.0


@dataclass(frozen=True)
class Words:
    """What the page says in the language ``code``."""

    code: str

    def __getitem__(self, key: str) -> str:
        return _WORDS[self.code][key]

    def number(self, value: float, places: int = 1) -> str:
        """As people write it there; minus sign and all."""
        whole, _, part = f"{value:,.{places}f}".partition(".")
        whole = whole.replace(",", self["thousands"]).replace("-", "\u2212")
        return f"{whole}{self['decimal']}{part}" if part else whole

    def day(self, text: str | None) -> str:
        """The day of an RFC 3339 moment."""
        if not text:
            return self["not_stated"]
        moment = datetime.fromisoformat(text)
        month = self["months"].split()[moment.month - 1] if self["months"] else ""
        return self["day"].format(
            d=moment.day, dd=f"{moment.day:02}", mm=f"{moment.month:02}", month=month, y=moment.year
        )
