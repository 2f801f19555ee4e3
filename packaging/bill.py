"""Writes the bill of materials of the frozen program: CycloneDX 1.6 as JSON, checked against its schema.

Run by ``build.py`` in the environment of the frozen program:  python packaging/bill.py FOLDER OUT

Three kinds of parts: the libraries from the package index (as ``app/licences.py`` finds them, the same list that
"About" shows), Python itself, and what the freezing took from the system it was built on.
"""

import json
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from celliq_desktop import __version__
from celliq_desktop.app.licences import libraries

Part = dict[str, Any]
_OWN = f"pkg:generic/celliq-desktop@{__version__}"


def main(folder: Path, out: Path) -> int:
    """Write ``out`` for the program in ``folder``; 1 when the schema does not accept what was written."""
    parts = [*_libraries(), _python(), *_from_the_system(folder)]
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "bom-ref": _OWN, "name": "celliq-desktop", "version": __version__}
        },
        "components": parts,
        "dependencies": [{"ref": _OWN, "dependsOn": [part["bom-ref"] for part in parts]}],
    }
    text = json.dumps(bill, indent=1, sort_keys=True)
    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if error is not None:
        print(f"The bill of materials does not fit CycloneDX 1.6: {error}", file=sys.stderr)
        return 1
    out.write_text(text, encoding="utf-8")
    print(f"{out.name}: {len(parts)} parts", flush=True)
    return 0


def _libraries() -> Iterator[Part]:
    for library in libraries():
        purl = f"pkg:pypi/{library.name.lower().replace('_', '-')}@{library.version}"
        yield {
            "type": "library",
            "bom-ref": purl,
            "name": library.name,
            "version": library.version,
            "description": library.summary,
            "purl": purl,
            "licenses": [{"license": {"name": library.licence}}],
        }


def _python() -> Part:
    purl = f"pkg:generic/python@{platform.python_version()}"
    licence = [{"license": {"id": "PSF-2.0"}}]
    version = platform.python_version()
    return {
        "type": "platform",
        "bom-ref": purl,
        "name": "Python",
        "version": version,
        "purl": purl,
        "licenses": licence,
    }


def _from_the_system(folder: Path) -> Iterator[Part]:
    """Debian packages whose shared objects lie in the folder; none where there is no dpkg to ask."""
    if shutil.which("dpkg-query") is None:
        return
    names = {path.name for path in (folder / "_internal").glob("lib*.so*") if path.is_file()}
    packages: dict[str, set[str]] = {}
    for name in sorted(names):
        said = _ask("dpkg-query", "--search", f"*/{name}")
        for line in said.splitlines():
            package, _, file = line.partition(": ")
            if Path(file).name == name:
                packages.setdefault(package.partition(":")[0], set()).add(name)
    for package, files in sorted(packages.items()):
        version = _ask("dpkg-query", "--show", "--showformat=${Version}\n", package).splitlines()
        if version:
            purl = f"pkg:deb/debian/{package}@{version[0].replace('+', '%2B').replace(':', '%3A')}"
            words = f"Brings {', '.join(sorted(files))}"
            yield {
                "type": "library",
                "bom-ref": purl,
                "name": package,
                "version": version[0],
                "description": words,
                "purl": purl,
            }


def _ask(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
