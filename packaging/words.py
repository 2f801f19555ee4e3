"""Gathers the words of the window for translators: the template from the sources, and the catalogues brought up to it.

    .venv/bin/python packaging/words.py           writes celliq.pot, and every language's celliq.po with it
    .venv/bin/python packaging/words.py missing   prints what each language still lacks; the exit code says if any

What is translated already stays; what is no longer said goes.
"""

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "celliq_desktop" / "viewmodels" / "locale"
TEMPLATE = LOCALE / "celliq.pot"
LANGUAGES = ("de", "fr")
ELSEWHERE = ("sandbox", "cli")
"""Rooms whose words no window shows: the demo's servers, and the command line, which stays English."""
MARKS = {"_": (0,), "N_": (0,), "ngettext": (0, 1), "N_n": (0, 1), "count": (1, 2)}
"""What marks a message: the function, and which of its arguments are the message and its plural."""


def template() -> Catalog:
    """The messages of the sources, in the order of the files that say them. A message may stand in several."""
    found = Catalog(project="CellIQ Desktop", fuzzy=False, charset="utf-8")
    for path in sorted((ROOT / "celliq_desktop").rglob("*.py")):
        if not set(path.parts).isdisjoint(ELSEWHERE):
            continue
        for message in messages(path.read_text(encoding="utf-8")):
            found.add(message, locations=[(path.relative_to(ROOT).as_posix(), 0)])
    return found


def messages(source: str) -> Iterator[str | tuple[str, ...]]:
    """The marked messages of one file: each alone, or with its plural."""
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS:
            places = MARKS[call.func.id]
            parts = [call.args[at] for at in places if at < len(call.args)]
            words = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if len(words) == len(places) and words[0]:
                yield words[0] if len(words) == 1 else tuple(words)


def updated(language: str, words: Catalog) -> Catalog:
    """The catalogue of ``language`` with exactly the messages of ``words``."""
    path = catalogue(language)
    if path.exists():
        known = read_po(io.StringIO(path.read_text(encoding="utf-8")), locale=language)
    else:
        known = Catalog(locale=language, project="CellIQ Desktop", fuzzy=False, charset="utf-8")
    known.update(words, no_fuzzy_matching=True)
    known.obsolete.clear()
    return known


def catalogue(language: str) -> Path:
    """Where the words of ``language`` lie."""
    return LOCALE / language / "LC_MESSAGES" / "celliq.po"


def written(words: Catalog) -> bytes:
    """A catalogue as it lies in the repository: which file says a message, without the line, which moves with every
    edit; no dates."""
    out = io.BytesIO()
    write_po(out, words, width=120, omit_header=True, include_lineno=False)
    forms = f"nplurals={words.num_plurals}; plural={words.plural_expr};"
    head = ["Content-Type: text/plain; charset=UTF-8", f"Plural-Forms: {forms}"]
    if words.locale is not None:
        head.insert(0, f"Language: {words.locale}")
    lines = "".join(f'"{line}\\n"\n' for line in head)
    return f'msgid ""\nmsgstr ""\n{lines}\n'.encode() + out.getvalue()


def missing(language: str) -> list[str]:
    """The messages that have no words in ``language``."""
    known = read_po(io.StringIO(catalogue(language).read_text(encoding="utf-8")), locale=language)
    return [str(one.id) for one in known if one.id and (one.fuzzy or not _said(one.string))]


def _said(words: str | tuple[str, ...] | list[str] | None) -> bool:
    return all(words) if words else False


def main(arguments: list[str]) -> int:
    """Carry out one command; returns the exit code."""
    if arguments == ["missing"]:
        lacking = {language: missing(language) for language in LANGUAGES}
        for language, ids in lacking.items():
            print(f"{language}: {len(ids)} missing", *ids, sep="\n  ")
        return 1 if any(lacking.values()) else 0
    words = template()
    TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_bytes(written(words))
    for language in LANGUAGES:
        catalogue(language).parent.mkdir(parents=True, exist_ok=True)
        catalogue(language).write_bytes(written(updated(language, words)))
    print(f"{len(words)} messages")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
