"""The repository as the house tests see it: its files, its modules, what they import and what they name."""

import ast
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "celliq_desktop"
ROOMS = (
    *("app", "ui", "viewmodels", "usecases", "mirror", "clients", "battery", "reports"),
    *("signing", "vault", "spreadsheets", "jobs", "domain", "sandbox"),
)


@dataclass(frozen=True)
class Module:
    """One Python file: ``path`` relative to the repository with forward slashes, and its syntax tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The room it lies in; empty outside the package and at its top."""
        parts = self.path.split("/")
        return parts[1] if parts[0] == PACKAGE and len(parts) > 2 else ""

    def imports(self) -> Iterator[tuple[str, int]]:
        """Dotted names it imports, wherever the import stands, with their line; ``from a import b`` gives ``a.b``."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)

    def names(self) -> Iterator[tuple[str, int]]:
        """Every plain or dotted name it mentions in code, with its line: ``QTimer``, ``time.sleep``, ``self.x.y``."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Name | ast.Attribute):
                yield ast.unparse(node), node.lineno


@cache
def tracked_files() -> tuple[str, ...]:
    """What git keeps or is about to keep: paths from the root; ignored files are not looked at."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        return _files_of_an_export()
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted({name for name in listed.split("\0") if name and (ROOT / name).is_file()}))


def _files_of_an_export() -> tuple[str, ...]:
    """The same where the repository came as an archive: what lies under the agreed names and is not made by a run."""
    made = ("__pycache__", ".egg-info", ".pyc")
    tops = ("celliq_desktop", "resources", "tests", "packaging", ".ci")
    files = [path for top in tops for path in (ROOT / top).rglob("*") if path.is_file()]
    files += [path for path in ROOT.iterdir() if path.is_file()]
    names = (path.relative_to(ROOT).as_posix() for path in files)
    return tuple(sorted(name for name in names if not any(part.endswith(made) for part in name.split("/"))))


@cache
def modules() -> tuple[Module, ...]:
    """All our Python files."""
    texts = ((name, (ROOT / name).read_text(encoding="utf-8")) for name in tracked_files() if name.endswith(".py"))
    return tuple(Module(name, text, ast.parse(text)) for name, text in texts)


def product_modules() -> tuple[Module, ...]:
    """The files of the package."""
    return tuple(module for module in modules() if module.path.startswith(f"{PACKAGE}/"))
