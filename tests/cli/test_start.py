"""What a command waits for before it begins."""

import subprocess
import sys

import pytest

_HEAVY = ("sqlalchemy", "alembic", "sqlcipher3", "httpx", "numpy", "PySide6", "pyhanko", "reportlab", "pikepdf")


@pytest.mark.parametrize(
    ("words", "spared"),
    [
        (["--help"], _HEAVY),
        (["whoami"], tuple(name for name in _HEAVY if name not in ("sqlalchemy", "sqlcipher3", "httpx"))),
    ],
)
def test_a_command_imports_only_what_it_needs(words: list[str], spared: tuple[str, ...], tmp_path: object) -> None:
    given = ["--profile", f"{tmp_path}/profile", *words]
    script = (
        f"import sys; from celliq_desktop.app.main import main\n"
        f"try: main({given!r})\n"
        f"except SystemExit: pass\n"
        f"print('imported:', *[name for name in {spared!r} if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert answer.stdout.splitlines()[-1].split() == ["imported:"]
