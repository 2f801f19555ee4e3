"""What a desk asks of the other desks on the same mirror; ``Alone`` answers for a mirror in a file, which has one
desk only."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Protocol
from uuid import uuid4

from celliq_desktop.domain.ids import OperationId


class Group(Protocol):
    """The desks of one mirror. ``name`` is this desk's; ``shared`` False when there can be no other."""

    @property
    def name(self) -> str: ...

    @property
    def shared(self) -> bool: ...

    def leads(self) -> bool:
        """Whether this desk may sync: it leads already, or takes the lead because nobody has it."""
        ...

    def leader(self) -> str:
        """A word for the desk that leads, for people; empty when it is this one or none."""
        ...

    def claimed(self, op_id: OperationId) -> AbstractContextManager[bool]:
        """True inside while no other desk carries this operation on."""
        ...

    def works(self, desk: str) -> bool:
        """Whether another desk of this name is running now."""
        ...

    def news(self, patience_s: float, stop: Callable[[], bool]) -> frozenset[str]:
        """Names of tables that other desks have changed since the last question, as soon as there are any; empty
        after ``patience_s`` seconds, or when ``stop`` says so."""
        ...


def _name() -> str:
    return uuid4().hex


@dataclass(frozen=True, slots=True)
class Alone:
    """The one desk of a mirror in a file; the profile's lock keeps others away."""

    name: str = field(default_factory=_name)
    shared: bool = False

    def leads(self) -> bool:
        """Always."""
        return True

    def leader(self) -> str:
        """Nobody else."""
        return ""

    @contextmanager
    def claimed(self, _op_id: OperationId) -> Iterator[bool]:
        """Always: threads of one program are kept apart by the states of the outbox."""
        yield True

    def works(self, _desk: str) -> bool:
        """Never: whoever was here has ended."""
        return False

    def news(self, _patience_s: float, _stop: Callable[[], bool]) -> frozenset[str]:
        """Never any."""
        return frozenset()
