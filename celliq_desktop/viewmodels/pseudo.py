"""A made-up language, longer than English by a third and full of accents: what shows up without brackets is not
translated, and what is cut off has no room for German. Made at run time; nobody keeps a catalogue of it."""

import gettext
import re

_PLAIN = "AEIOUYaeiouycnsz"
_ACCENTED = "ÀÉÎÕÛÝàéîõûýçñšž"
_LETTERS = str.maketrans(_PLAIN, _ACCENTED)
_PARTS = re.compile(r"(\{[^{}]*\})")
_LONGER = 0.35
OPENS, CLOSES = "⟦", "⟧"


class PseudoLanguage(gettext.NullTranslations):
    """Says ``⟦Šàvéd îñ {place} ~~~⟧`` for ``Saved in {place}``."""

    def gettext(self, message: str) -> str:
        """The message in the made-up language."""
        parts = (part if part.startswith("{") else part.translate(_LETTERS) for part in _PARTS.split(message))
        tail = "~" * round(len(message) * _LONGER)
        return f"{OPENS}{''.join(parts)}{tail}{CLOSES}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """As ``gettext``, of the English form for ``n``."""
        return self.gettext(msgid1 if n == 1 else msgid2)
