"""Processes for heavy work: started late, kept warm, gone with the program however it ends."""

import os
import subprocess
import sys

from celliq_desktop.jobs.processes import HereAndNow, WarmProcesses

_PROGRAM = """
import os, sys
from celliq_desktop.jobs.processes import WarmProcesses
if __name__ == "__main__":
    print(WarmProcesses().submit(os.getpid).result(), flush=True)
    os._exit(9)  # as one that is killed
"""


def test_work_is_done_elsewhere_and_the_same_process_is_used_again() -> None:
    with WarmProcesses() as processes:
        first = processes.submit(os.getpid).result()
        assert first != os.getpid()
    assert HereAndNow().submit(os.getpid).result() == os.getpid()


def test_a_process_ends_with_the_program_that_was_killed() -> None:
    """Whoever waits for the end of its output waits for the last process that holds it."""
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, timeout=60, check=False)
    assert done.returncode == 9
    assert int(done.stdout) > 0
