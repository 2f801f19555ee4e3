"""Reads a gettext catalogue as translators keep it: the ``.po`` file itself, so that no compiled copy can be stale."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

_PLURAL = re.compile(r"plural=([^;]+);")


class Catalogue(gettext.NullTranslations):
    """The messages of one language; what is not translated, or only roughly (fuzzy), stays English."""

    def __init__(self, path: Path) -> None:
        """Read ``path``, a UTF-8 ``.po`` file of this program. OSError when it is missing."""
        super().__init__()
        self._words: dict[str, tuple[str, ...]] = {}
        for entry in entries(path):
            forms = tuple(entry[name] for name in sorted(entry) if name.startswith("msgstr"))
            if forms and all(forms):
                self._words[entry.get("msgid", "")] = forms
        plural = _PLURAL.search(self._words.pop("", ("",))[0])
        self._form = gettext.c2py(plural[1] if plural else "n != 1")

    def gettext(self, message: str) -> str:
        """``message`` in this language."""
        found = self._words.get(message)
        return found[0] if found else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form for ``n`` in this language."""
        found = self._words.get(msgid1)
        if found is None or len(found) < 2:
            return msgid1 if n == 1 else msgid2
        return found[min(self._form(n), len(found) - 1)]


def entries(path: Path) -> Iterator[dict[str, str]]:
    """The entries of a ``.po`` or ``.pot`` file by ``msgid``, ``msgid_plural``, ``msgstr`` or ``msgstr[0]`` and so on;
    those that are marked as fuzzy or no longer used are left out."""
    for chunk in path.read_text(encoding="utf-8").split("\n\n"):
        entry: dict[str, str] = {}
        name = ""
        for line in chunk.splitlines():
            if line.startswith("#"):
                if line.startswith("#,") and "fuzzy" in line and path.suffix == ".po":
                    break
                continue
            named, _quote, text = line.partition('"')
            name = named.strip() or name
            said = str(ast.literal_eval(f'"{text}')) if "\\" in text else text[:-1]  # a tenth of the time
            entry[name] = entry.get(name, "") + said
        else:
            if entry:
                yield entry
