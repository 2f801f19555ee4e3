"""One process a profile; settings without secrets."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from celliq_desktop.app.profile_lock import ProfileLock
from celliq_desktop.domain.problems import BadSurroundings, TryAgain
from tests.support.clocks import FakeClock

HOLDER = """
import sys
from pathlib import Path
from celliq_desktop.app.clock import SystemClock
from celliq_desktop.app.profile_lock import ProfileLock
with ProfileLock(Path(sys.argv[1]), SystemClock()):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_second_process_is_told_who_holds_the_profile(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(TryAgain, match=str(holder.pid)):
            ProfileLock(path, FakeClock(), patience_s=0.0).acquire()
        holder.communicate("")
    with ProfileLock(path, FakeClock(), patience_s=0.0):
        assert path.read_text(encoding="utf-8") == str(os.getpid())


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(BadSurroundings, match="cannot be written"):
        ProfileLock(tmp_path / "file" / "lock", FakeClock()).acquire()
