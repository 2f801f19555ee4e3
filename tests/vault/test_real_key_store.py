"""The key store people really have: GNOME Keyring, unlocked in a session bus of its own
(research/reliability.md E10)."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.house.source import ROOT

pytestmark = pytest.mark.skipif(
    shutil.which("gnome-keyring-daemon") is None or shutil.which("dbus-run-session") is None,
    reason="gnome-keyring and dbus-run-session are not installed",
)

_UNLOCKED = 'printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec "$0" -c "$1"'
_LOCKED = 'gnome-keyring-daemon --start --components=secrets >/dev/null; exec "$0" -c "$1"'
_WORK = """
from celliq_desktop.jobs.limit import within
from celliq_desktop.vault.key_store import find_key_store
store = find_key_store(within)
print(store.name)
store.put("refresh", "t" * 5_000)
print(store.get("refresh") == "t" * 5_000)
store.delete("refresh")
print(store.get("refresh"))
"""
_TRY = """
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.jobs.limit import within
from celliq_desktop.vault.key_store import find_key_store
try:
    find_key_store(within).put("refresh", "token")
except BadSurroundings as problem:
    print(problem.code)
"""


def _in_a_session(start: str, program: str) -> list[str]:
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", start, sys.executable, program],
        cwd=ROOT,
        env={**_surroundings(), "PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def _surroundings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "DISPLAY"}


def test_an_unlocked_key_store_keeps_a_long_token_and_forgets_it() -> None:
    assert _in_a_session(_UNLOCKED, _WORK) == ["keyring.backends.SecretService.Keyring", "True", "None"]


def test_a_key_store_that_cannot_be_unlocked_is_told_in_words() -> None:
    """M16: no display to ask on, so the prompt is dismissed."""
    assert _in_a_session(_LOCKED, _TRY) == ["key_store_locked"]
