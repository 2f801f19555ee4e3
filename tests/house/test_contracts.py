"""The import contracts of ``pyproject.toml`` bite: each is broken on purpose in a skeleton of the house."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import PACKAGE, ROOMS, ROOT

_SPECIMENS = {
    "a room below names one above": ("domain/vin.py", "import celliq_desktop.usecases", "floors"),
    "a middle room names its neighbour": ("mirror/vehicles.py", "from celliq_desktop import battery", "floors"),
    "a middle room names jobs": ("clients/celliq.py", "import celliq_desktop.jobs", "floors"),
    "a room nobody declared": ("attic/__init__.py", "", "floors"),
    "hidden in a function": ("jobs/job.py", "def f():\n    import celliq_desktop.viewmodels", "floors"),
    "under TYPE_CHECKING": (
        "battery/health.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from celliq_desktop.mirror import engine",
        "floors",
    ),
    "two modules name each other": (
        "domain/vin.py",
        "from celliq_desktop.domain import money",
        "circles",
    ),
    "a use case names a wire": ("usecases/sync.py", "import celliq_desktop.clients", "wires"),
    "a screen names a use case": ("ui/shell.py", "from celliq_desktop import usecases", "screens"),
    "a view-model names the mirror": ("viewmodels/hub.py", "import celliq_desktop.mirror", "viewmodels"),
    "the sandbox names a record": ("sandbox/server.py", "import celliq_desktop.domain", "sandbox"),
    "Qt in a view-model": ("viewmodels/hub.py", "from PySide6.QtCore import QObject", "window-libraries"),
    "numpy in a use case": ("usecases/sync.py", "import numpy as np", "array-library"),
    "numpy in a widget that is no plot": ("ui/shell.py", "import numpy as np", "array-library"),
    "the database in a use case": ("usecases/sync.py", "from sqlalchemy import select", "mirror-libraries"),
    "HTTP in a use case": ("usecases/sync.py", "import httpx", "wire-libraries"),
    "PDF making in app": ("app/wiring.py", "from reportlab.pdfgen import canvas", "paper-libraries"),
    "page pictures in a use case": ("usecases/export.py", "import pypdfium2", "page-pictures"),
    "sealing in reports": ("reports/pdf.py", "def f():\n    from pyhanko.sign import signers", "seal-libraries"),
    "keys in clients": ("clients/tokens.py", "from cryptography import x509", "cryptography"),
    "the key store in app": ("app/wiring.py", "import keyring", "secret-libraries"),
    "spreadsheets in a use case": ("usecases/export.py", "import openpyxl", "table-libraries"),
    "a server in app": ("app/main.py", "import uvicorn", "server-libraries"),
    "folders in the mirror": ("mirror/engine.py", "import platformdirs", "program-libraries"),
    "wording in the mirror": ("mirror/engine.py", "from babel import numbers", "language-library"),
}


def _skeleton(root: Path) -> Path:
    for room in ("", *ROOMS, "ui/plots"):
        folder = root / PACKAGE / room
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text("")
    (root / PACKAGE / "__main__.py").write_text("import celliq_desktop.app\n")
    (root / PACKAGE / "domain/money.py").write_text("def f():\n    import celliq_desktop.domain.vin\n")
    (root / PACKAGE / "domain/vin.py").write_text("")
    (root / PACKAGE / "ui/plots/curve.py").write_text("import numpy\n")
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def _lint(root: Path, *contracts: str) -> tuple[int, str]:
    chosen = [part for contract in contracts for part in ("--contract", contract)]
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo", *chosen]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_an_honest_skeleton_keeps_every_contract(tmp_path: Path) -> None:
    code, said = _lint(_skeleton(tmp_path))
    assert code == 0, said


@pytest.mark.parametrize(("file", "text", "contract"), _SPECIMENS.values(), ids=_SPECIMENS.keys())
def test_a_violation_is_caught(tmp_path: Path, file: str, text: str, contract: str) -> None:
    path = _skeleton(tmp_path) / PACKAGE / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(text + "\n")
    code, said = _lint(tmp_path, contract)
    assert code == 1, said
    assert "BROKEN" in said or "not listed" in said.replace("\n", " "), said
