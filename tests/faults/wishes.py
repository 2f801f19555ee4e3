"""What a person wants besides reports: sellers mailed, details changed, cars let go, readings fetched; and what must be
true of it. Stories are told with it."""

import json
from collections import Counter

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.invites import InviteState
from celliq_desktop.domain.outbox import Operation, OperationState, Wish
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.mirror.fleet import REPORT_KIND
from celliq_desktop.usecases.import_sellers import confirm_list
from celliq_desktop.usecases.invites import invites
from celliq_desktop.usecases.kinds.disconnect import disconnect_wish
from celliq_desktop.usecases.kinds.invites import INVITE_KIND
from celliq_desktop.usecases.kinds.settings import pending_settings, settings_wish
from celliq_desktop.usecases.kinds.vehicle_sync import vehicle_sync_wish
from celliq_desktop.usecases.send_invites import send_invites
from celliq_desktop.usecases.send_outbox import operations
from tests.faults.digest import forgotten_sellers, mirrored
from tests.faults.story import Seller, Story, seller_of
from tests.support.desks import quiet, wished
from tests.support.sellers import judged

_FIRST_SELLER = 900_000
"""Numbers of invited cars: none of them is in the fleet before its seller is invited."""
SELLERS = 4


def invites_sellers(story: Story, first: int, count: int) -> None:
    """A person drops a list of ``count`` sellers, confirms it, and it is sent."""
    chosen = [_seller(number) for number in range(first, first + count)]
    text = "vin,email\n" + "".join(f"{vin},{email}\n" for vin, email in chosen)

    def work() -> None:
        found = judged(story.desk, text)
        if found.sending:
            story.invited.update((row.vin, row.email) for row in found.rows if row.verdict.sends)
            confirm_list(story.desk, found, progress=quiet, cancel=CancelFlag())
        sends_invites(story)

    story.does(work)


def sends_invites(story: Story) -> None:
    """Everything that waits to be mailed goes as far as it can; while it pauses, time passes."""
    send_invites(story.desk, progress=quiet, cancel=CancelFlag(), pause=story.clock.advance)


def changes_address(story: Story, number: int) -> None:
    """A person gives the dealership another address. It is promised once it stands in the outbox; a program that ends
    before that has promised nothing."""
    wanted, crashes, shown = f"Straße {number}", story.crashes, len(story.shown)
    _wishes(story, settings_wish({"address": wanted}))
    kept = [row.payload for row in operations(story.desk) if row.kind == "settings"]
    if kept and pending_settings(kept[-1])["address"] == wanted:
        story.address = wanted
    else:
        assert story.crashes > crashes or len(story.shown) > shown, "a wish was silently dropped"


def fetches(story: Story, vehicle_id: str) -> None:
    """A person wants fresh readings of a car."""
    _wishes(story, vehicle_sync_wish(VehicleId(vehicle_id)))


def lets_go(story: Story, vehicle_id: str) -> None:
    """A person disconnects a car that they see."""
    if vehicle_id in mirrored(story.mirror, "vehicles"):
        _wishes(story, disconnect_wish(VehicleId(vehicle_id)))


def connected(story: Story) -> list[str]:
    """Cars that send readings, unlike those that only wait for their seller."""
    return [one for one, row in story.books.cars.items() if row["status"] != "pending"]


def seller_connects(story: Story) -> None:
    """One who was invited connects the car."""
    pending = [one for one, row in story.books.cars.items() if row["status"] == "pending"]
    if pending:
        story.books.change(pending[0], status="active")


def colleague_invites(story: Story, number: int) -> None:
    """Another desk of the same dealer mails a seller."""
    seller = _seller(number)
    if seller[0] not in _connected_vins(story):
        _row, mailed = story.books.invite(*seller)
        story.elsewhere_mailed[seller] += mailed


def check_wishes(story: Story, rows: list[Operation]) -> None:
    """Nobody is mailed more often than persons wished; no wish has disappeared; none is there that nobody had."""
    asked = Counter(seller_of(row) for row in rows if row.kind == INVITE_KIND)
    for seller in {*story.books.mails, *story.invited}:
        mailed = story.books.mails[seller] - story.elsewhere_mailed[seller]
        assert asked[seller] <= story.invited[seller], "somebody is to be mailed whom nobody invited"
        may = asked[seller] + (0 if story.books.ways.lists_invites else story.dared[seller])
        assert mailed <= may, f"{mailed} mails for {may} wishes"
    others = Counter(row.kind for row in rows if row.kind not in (REPORT_KIND, INVITE_KIND))
    assert others == story.others, "a wish left no trace"


def assert_wishes_ended(story: Story, rows: list[Operation]) -> None:
    """What is called done is done; every list is told to its end."""
    connected_vins = _connected_vins(story)
    done = [row for row in rows if row.state is OperationState.DONE]
    for seller in (seller_of(row) for row in done if row.kind == INVITE_KIND):
        assert story.books.mails[seller] or seller[0] in connected_vins, "called sent, and nobody was mailed"
    for row in done:
        assert row.kind != "disconnect" or json.loads(row.payload)["vehicle_id"] not in story.books.cars
    assert forgotten_sellers(story.mirror) == 0, "a confirmed seller was forgotten"
    for one in invites(story.desk):
        said_sent = one.state is InviteState.SENT
        assert not said_sent or story.books.mails[one.vin, one.seller_email]
    changes = [row for row in rows if row.kind == "settings"]
    if changes and all(row.state is OperationState.DONE for row in changes):
        assert story.books.settings["address"] == pending_settings(changes[-1].payload)["address"] == story.address


def _connected_vins(story: Story) -> set[str]:
    return {story.books.cars[one]["vin"] for one in connected(story)}


def _wishes(story: Story, wish: Wish) -> None:
    """One click; while the same is under way it is the same wish."""
    before = len(operations(story.desk))

    def work() -> None:
        carried = wished(story.desk, wish)
        if carried.problem is not None:
            raise carried.problem

    story.does(work)
    story.others[wish.kind] += len(operations(story.desk)) - before


def _seller(number: int) -> Seller:
    number = number % SELLERS + 1
    return f"WVWZZZE1ZMP{_FIRST_SELLER + number:06d}", f"seller.{number}@example.com"
