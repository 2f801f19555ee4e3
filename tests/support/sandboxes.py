"""Sandboxes for tests: each is watched, and what it said must be what the contracts allow."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from celliq_desktop.sandbox.server import RunningSandbox, SandboxOptions, start_sandbox
from tests.support.witness import Witness

Start = Callable[..., RunningSandbox]


@contextmanager
def sandboxes(**usual: Any) -> Iterator[Start]:
    """A function that starts a sandbox; all are stopped after the block. One with faults may break its contract."""
    with ExitStack() as stack:

        def start(**options: Any) -> RunningSandbox:
            chosen = SandboxOptions(**{**usual, **options})
            witness = Witness()
            if not chosen.faults:
                stack.callback(witness.check)
            running = start_sandbox(chosen, around=witness.around)
            stack.callback(running.stop)
            return running

        yield start
