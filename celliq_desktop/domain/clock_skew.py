"""How far this computer's clock is from a server's: timestamps on sealed papers and "since" questions depend on it
(research/reliability.md P14)."""

from dataclasses import dataclass

_TOLD_S = 300.0
_REFUSED_S = 600.0


@dataclass(frozen=True, slots=True)
class ClockSkew:
    """``seconds`` this clock is ahead of the server's; negative: behind. From the ``Date`` of its last answer, so good
    to a second and the time the answer took."""

    seconds: float

    @property
    def told(self) -> bool:
        """More than five minutes: a person should know."""
        return abs(self.seconds) > _TOLD_S

    @property
    def forbids_sealing(self) -> bool:
        """More than ten minutes: a seal would carry a wrong time."""
        return abs(self.seconds) > _REFUSED_S
