"""The catalogues of the window: fresh, whole and fit to be filled in, in every language."""

import json
import os
import re
import string
import subprocess
import sys

import pytest

from celliq_desktop.viewmodels.catalogue import entries
from celliq_desktop.viewmodels.words import ENGLISH, LANGUAGES, LOCALE, catalogue_of
from tests.house.source import ROOT

OTHERS = [name for name in LANGUAGES if name != ENGLISH]
_MARKUP = re.compile(r"<[a-zA-Z/!]")


def _gathered() -> dict[str, str]:
    """What packaging/words.py would write now, by the file's name."""
    script = """
import json, words
known = words.template()
out = {"celliq.pot": words.written(known).decode()}
out |= {name: words.written(words.updated(name, known)).decode() for name in words.LANGUAGES}
print(json.dumps(out))
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "packaging")}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def _fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def test_the_catalogues_hold_exactly_what_the_sources_say() -> None:
    """If this fails: .venv/bin/python packaging/words.py, then translate what is new."""
    for name, text in _gathered().items():
        path = LOCALE / name if name.endswith(".pot") else catalogue_of(name)
        assert path.read_text(encoding="utf-8") == text, f"{path.name} of {name} is stale"


@pytest.mark.parametrize("name", OTHERS)
def test_every_message_is_translated_and_can_be_filled_in(name: str) -> None:
    text = catalogue_of(name).read_text(encoding="utf-8")
    assert "fuzzy" not in text
    known = {entry.get("msgid", ""): entry for entry in entries(catalogue_of(name))}
    wrong: list[str] = []
    for message, entry in known.items():
        if not message:
            continue
        forms = [entry[part] for part in entry if part.startswith("msgstr")]
        wanted = _fields(entry.get("msgid_plural", message))
        wrong += [message for form in forms if not form or _fields(form) != wanted or _MARKUP.search(form)]
        if ("msgid_plural" in entry) != (len(forms) == 2):
            wrong.append(message)
    assert not wrong, "\n".join(wrong)
