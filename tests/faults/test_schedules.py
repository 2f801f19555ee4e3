"""Random days of a dealer: lost replies, crashes, pages that shift, a clock that moves, a colleague, a server with
trouble. Nothing is spent twice, no wish is lost, and with quiet the mirror equals the server.
"""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import wishes
from tests.faults.chance import each
from tests.faults.invariants import check, ends_well
from tests.faults.story import CRASHES, Story, lasting, told
from tests.faults.wishes import SELLERS
from tests.support.model.faults import FAULTS, REFUSED, Fault, status

_EVENTS = 16
_TROUBLES: tuple[Fault, ...] = (
    *FAULTS,
    *CRASHES,
    *CRASHES,
    *(REFUSED,) * 3,
    Fault("401", other=status(401)),
    Fault("402", other=status(402)),
    Fault("403", other=status(403)),
    Fault("404", other=status(404)),
    Fault("409", other=status(409)),
)
_CLICKED = 3
"""Of the fleet, the cars reports are asked for: few, so that wishes meet."""


class Dice:
    """Decides what happens in one story."""

    def __init__(self, story: Story, seed: int) -> None:
        self.story = story
        self.random = random.Random(seed)

    def event(self) -> None:
        """Something happens."""
        events: list[Callable[[], None]] = (
            [self.clicks] * 4
            + [self.syncs] * 4
            + [self.time_passes] * 3
            + [self.decides] * 2
            + [self.server_changes] * 2
            + [self.invites] * 3
            + [self.wishes_something_free] * 2
            + [self.colleague_issues, self.token_ends, self.credits_change, self.story.restart]
        )
        event = self.random.choice(events)
        self.story.log.append(event.__name__)
        event()

    def clicks(self) -> None:
        """A person asks for a report."""
        living = [one for one in list(self.story.books.cars)[:_CLICKED] if self.story.books.cars[one]]
        if living:
            self.trouble(6)
            self.story.clicks(self.random.choice(living), again=self.random.random() < 0.2)

    def invites(self) -> None:
        """A list of one or a few sellers; or one of them, or a colleague, acts."""
        number = self.random.randrange(SELLERS)
        way = self.random.randrange(6)
        if way == 0:
            wishes.seller_connects(self.story)
        elif way == 1:
            wishes.colleague_invites(self.story, number)
        else:
            self.trouble(8)
            wishes.invites_sellers(self.story, number, self.random.choice([1, 1, 3]))

    def wishes_something_free(self) -> None:
        """Fresh readings, another address, a car that is let go."""
        cars = wishes.connected(self.story)
        self.trouble(6)
        way = self.random.randrange(4)
        if way < 2:
            wishes.changes_address(self.story, self.random.randrange(3))
        elif way == 2 or len(cars) < _CLICKED + 2:
            wishes.fetches(self.story, self.random.choice(cars))
        else:
            wishes.lets_go(self.story, self.random.choice(cars[_CLICKED:]))

    def syncs(self) -> None:
        """By hand or by the timer."""
        self.trouble(20)
        self.story.syncs(full=self.random.random() < 0.1)

    def time_passes(self) -> None:
        """Seconds, minutes, or a night."""
        self.story.clock.advance(self.random.choice([3, 20, 45, 100, 40_000]))

    def decides(self) -> None:
        """A person sends something again, or takes it back."""
        self.story.decides(self.random.randrange(100), again=self.random.random() < 0.5)

    def colleague_issues(self) -> None:
        """Another desk of the same dealer."""
        self.story.colleague_issues(self.random.choice(list(self.story.books.cars)))

    def token_ends(self) -> None:
        """The access token is refused from now on."""
        self.story.server.door.expire()

    def credits_change(self) -> None:
        """They run out, or somebody buys some."""
        self.story.books.credits = 0 if self.story.books.credits > 0 else 1_000

    def server_changes(self) -> None:
        """The fleet at the server."""
        books, dice = self.story.books, self.random
        kind = dice.randrange(6)
        clicked = set(list(books.cars)[:_CLICKED])
        others = [one for one in wishes.connected(self.story) if one not in clicked]
        if kind == 0 and others:
            books.remove(dice.choice(others))
        elif kind == 1:
            books.foreign = [] if books.foreign else [{**books.add_car(), "id": "veh_foreign", "dealer_id": "dlr_2"}]
        elif kind == 2:
            books.unreadable = [] if books.unreadable else [{"id": "veh_odd", "vin": None}, 17]
        elif kind == 3:
            books.thin ^= {dice.choice(sorted(clicked))}
        elif kind == 4:
            books.add_car()
        else:
            books.record(dice.choice(wishes.connected(self.story)), dice.randrange(1, 4))

    def trouble(self, requests: int) -> None:
        """What goes wrong during the next thing the program does, within its first ``requests``."""
        dice, story = self.random, self.story
        for _one in range(dice.randrange(4)):
            story.coming |= lasting(dice.choice(_TROUBLES), dice.randint(1, requests), dice.choice([1, 1, 1, 4, 8]))
        if dice.random() < 0.3:
            story.unread[dice.choice(list(story.books.cars)[:2])] = dice.choice(FAULTS)
        if dice.random() < 0.5:
            story.meanwhile[dice.randint(1, requests)] = self.server_changes
        if dice.random() < 0.15:
            story.crash_at(dice.randint(1, 30))
        story.wire.late_s = dice.choice([0.0, 30.0, 60.0])


def _play(seed: int, template: Path, folder: Path) -> None:
    dice = random.Random(-seed)
    story = told(
        template,
        folder,
        honours_keys=dice.random() < 0.5,
        etags=dice.random() < 0.5,
        updated_since=dice.random() < 0.5,
        newest_first=dice.random() < 0.5,
        settings=dice.random() < 0.9,
        readings=dice.random() < 0.9,
        rotates=dice.random() < 0.8,
        lists_invites=dice.random() < 0.7,
        knows_invites=dice.random() < 0.5,
    )
    chance = Dice(story, seed)
    try:
        for _event in range(_EVENTS):
            chance.event()
            check(story)
        ends_well(story)
    except BaseException as wrong:
        wrong.add_note("; ".join(story.log))
        raise
    finally:
        story.close()


@pytest.mark.chance(normal=200, long=10_000, block=25)
@pytest.mark.timeout(900)
@pytest.mark.expects_log("WARNING celliq_desktop.*")
def test_no_schedule_spends_twice_loses_a_wish_or_ends_apart_from_the_server(
    seeds: range, mirror_template: Path, quick_path: Path
) -> None:
    each(
        seeds,
        lambda seed: _play(seed, mirror_template, quick_path),
        test_no_schedule_spends_twice_loses_a_wish_or_ends_apart_from_the_server,
    )
