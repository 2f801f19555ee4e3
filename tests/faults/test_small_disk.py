"""A real disk without a byte left (P7): what is mirrored is read, what cannot be kept is refused, then it goes on."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_MOUNTED = 'mount -t tmpfs -o size=40m small "$1" && exec "$2" -m tests.faults.small_disk "$1"'


def test_a_disk_that_is_filled_twice_is_still_read(tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    command = [unshare or "", "--user", "--map-root-user", "--mount", "sh", "-c", _MOUNTED, "sh", str(tmp_path)]
    if (
        unshare is None
        or subprocess.run([*command, shutil.which("true") or ""], capture_output=True, check=False).returncode
    ):
        pytest.skip("this system lets nobody mount a small disk")
    done = subprocess.run([*command, sys.executable], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "_begins": True,
        "_starts_full": [[5, 1], "done", False],
        "_starts_full_again": [0, [5, 2], "disk_full", [5, 2], "done", [5, 3]],
        "_fills_while_it_runs": ["disk_full", True],
        "_starts_after_that": [True, 5, True, "done", True, True],
    }
    assert not [*tmp_path.iterdir()], "the small disk was mounted for the program alone"
