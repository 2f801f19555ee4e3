"""The libraries of this very program, read from their own descriptions: no list that could go stale."""

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from celliq_desktop.domain.licences import Library

_OWN = "celliq-desktop"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_EXTRA = re.compile(r";.*\bextra\s*==")
_LICENCE_FILE = re.compile(r"(^|/)(licen[cs]es?/|(licen[cs]e|copying|notice)[^/]*$)", re.IGNORECASE)
_CLASSIFIER = "License :: "


def libraries() -> tuple[Library, ...]:
    """Everything the program depends on, directly or through others, as far as it is installed; by name."""
    found = {library.name.lower(): library for library in map(_library, _closure())}
    return tuple(found[name] for name in sorted(found))


def _closure() -> Iterator[Distribution]:
    """Distributions reached from our own through what they require; optional extras and other systems' parts are
    those that are not installed, so they drop out by themselves."""
    waiting, seen = [_OWN], {_OWN}
    while waiting:
        try:
            current = distribution(waiting.pop())
        except PackageNotFoundError:
            continue
        if _normal(current.metadata["Name"]) != _OWN:
            yield current
        for line in current.requires or ():
            match = _NAME.match(line)
            if match and not _EXTRA.search(line) and (name := _normal(match.group())) not in seen:
                seen.add(name)
                waiting.append(name)


def _library(found: Distribution) -> Library:
    return Library(
        name=found.metadata["Name"],
        version=found.version,
        licence=_licence(found),
        summary=_field(found, "Summary"),
        text="\n\n".join(_texts(found)),
    )


def _licence(found: Distribution) -> str:
    """The SPDX expression (PEP 639), else the classifiers, else the first line of the old free-text field."""
    expression = _field(found, "License-Expression")
    if expression:
        return expression
    classifiers = found.metadata.get_all("Classifier") or []
    classified = [one.rsplit(" :: ", 1)[-1] for one in classifiers if one.startswith(_CLASSIFIER)]
    if classified:
        return ", ".join(dict.fromkeys(classified))
    words = _field(found, "License").strip()
    return words.splitlines()[0] if words and words != "UNKNOWN" else "see its licence text"


def _texts(found: Distribution) -> Iterator[str]:
    """Texts of the licence files beside the description; listed by the package, or lying in its ``licenses``."""
    named = found.metadata.get_all("License-File") or []
    for name in named:
        text = _read(found, f"licenses/{name}") or _read(found, name)
        if text:
            yield text.strip()
    if not named:
        for file in found.files or ():
            if ".dist-info/" in str(file) and _LICENCE_FILE.search(str(file)):
                text = _read(found, str(file).partition(".dist-info/")[2])
                if text:
                    yield text.strip()


def _field(found: Distribution, name: str) -> str:
    values = found.metadata.get_all(name)
    return str(values[0]) if values else ""


def _read(found: Distribution, name: str) -> str:
    """One file of the description; empty when it is absent or in no encoding we can name."""
    try:
        return found.read_text(name) or ""
    except UnicodeDecodeError:
        return ""


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
