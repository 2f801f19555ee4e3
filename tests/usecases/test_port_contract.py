"""One contract for everything that says it is CellIQ: the fake of these tests, and the real client over real HTTP."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import pytest

from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.clients.transport import Transport
from celliq_desktop.domain.accounts import Grant
from celliq_desktop.domain.ids import OperationId, VehicleId
from celliq_desktop.domain.invites import InviteOutcome
from celliq_desktop.domain.ports import CellIqApi
from celliq_desktop.domain.problems import NeedsYou, NotOffered, Problem, Refused
from celliq_desktop.domain.reports import Report, ReportStatus
from celliq_desktop.domain.vehicles import Vehicle, VehicleStatus
from celliq_desktop.sandbox.server import SandboxOptions, start_sandbox
from tests.support.celliq import EMAIL, PASSWORD, FakeCellIq
from tests.support.celliq_world import reading
from tests.support.clocks import FakeClock
from tests.support.mirrors import car

_CARS = 8
_SEED = 3  # a dealership where one of eight cars has no data yet
_UNKNOWN_VIN = "WVWZZZE1ZMP999997"
_NOBODY = VehicleId("veh_nobody")


@dataclass(frozen=True)
class Subject:
    """A CellIQ, and who may sign in to it; ``bare`` is one without credits and without the ASSUMED endpoints."""

    api: FakeCellIq | CellIqClient
    bare: FakeCellIq | CellIqClient
    email: str
    password: str


def _fake(*, bare: bool) -> FakeCellIq:
    made = FakeCellIq(FakeClock())
    for number in range(1, _CARS + 1):
        one = made.add(car(number, soh_percent=90.0, seller_email=f"Seller.{number}@example.com"))
        made.record(one.id, *(reading(hour) for hour in range(30)))
    made.lacking_data.add(VehicleId("veh_2"))
    made.issue(VehicleId("veh_3"))
    if bare:
        made.credits = 0
        made.lacking_endpoints = {"readings", "settings", "google"}
    return made


def _client(api_url: str, email: str, password: str) -> CellIqClient:
    made = CellIqClient(Transport(api_url, "CellIQ", FakeClock(), lambda _seconds: None))
    made.sign_in(email, password)
    return made


@pytest.fixture(scope="module", params=["fake", "client"])
def subject(request: pytest.FixtureRequest) -> Iterator[Subject]:
    """Read-only for most tests; those that spend look at what was there before."""
    if request.param == "fake":
        yield Subject(_fake(bare=False), _fake(bare=True), EMAIL, PASSWORD)
        return
    full = start_sandbox(SandboxOptions(vehicles=_CARS, seed=_SEED))
    bare = start_sandbox(SandboxOptions(vehicles=_CARS, seed=_SEED, seed_only=True, credits=0))
    clients = [_client(one.urls.api_url, one.urls.email, one.urls.password) for one in (full, bare)]
    yield Subject(clients[0], clients[1], full.urls.email, full.urls.password)
    for client in clients:
        client.close()
    full.stop()
    bare.stop()


def _cars(api: CellIqApi, size: int = 200) -> list[Vehicle]:
    found: list[Vehicle] = []
    for number in range(1, 100):
        page = api.vehicles_page(number, size)
        found.extend(page.items)
        if len(found) >= page.total:
            return found
    raise AssertionError("the list does not end")


def _reports(api: CellIqApi, vehicle_id: VehicleId | None = None) -> list[Report]:
    return list(api.reports_page(1, 200, vehicle_id=vehicle_id).items)


def _with_data(api: CellIqApi, *, enough: bool) -> VehicleId:
    return next(one.id for one in _cars(api) if api.validate_report(one.id).valid is enough)


def test_who_signs_in_is_a_dealer(subject: Subject) -> None:
    user = subject.api.sign_in(subject.email, subject.password)
    assert (user.email, user.role) == (subject.email, "dealer")
    assert user.dealer_id


def test_a_wrong_password_is_something_a_person_must_correct(subject: Subject) -> None:
    with pytest.raises(NeedsYou) as refusal:
        subject.api.sign_in(subject.email, "wrong")
    assert refusal.value.code == "wrong_password"


@pytest.mark.parametrize("size", [1, 3, 8, 200])
def test_every_car_is_on_exactly_one_page(subject: Subject, size: int) -> None:
    found = [one.id for one in _cars(subject.api, size) if one.model != "invited"]
    assert len(found) == len(set(found)) == _CARS


def test_a_page_behind_the_last_is_empty_and_still_knows_the_total(subject: Subject) -> None:
    page = subject.api.vehicles_page(99, 5)
    assert (page.items, page.total) == ((), len(_cars(subject.api)))


def test_a_car_is_found_again_and_one_that_never_was_is_not(subject: Subject) -> None:
    known = _cars(subject.api)[4]
    found = subject.api.find_vehicle(known)
    assert found is not None
    assert (found.id, found.vin) == (known.id, known.vin)
    assert subject.api.find_vehicle(replace(known, id=_NOBODY, vin="WVWZZZE1ZMP999999")) is None


def test_reports_of_one_car_are_only_its_own(subject: Subject) -> None:
    some = _reports(subject.api)[0].vehicle_id
    assert {one.vehicle_id for one in _reports(subject.api, some)} == {some}
    assert _reports(subject.api, _NOBODY) == []


def test_validating_says_what_is_missing_and_spends_nothing(subject: Subject) -> None:
    before = len(_reports(subject.api))
    said = subject.api.validate_report(_with_data(subject.api, enough=False))
    missing = [one for one in said.requirements if not one.met]
    assert (said.valid, said.credits_required) == (False, 1)
    assert missing
    assert all(one.message for one in missing)
    assert len(_reports(subject.api)) == before


def test_a_report_costs_one_credit_and_supersedes_the_one_before(subject: Subject) -> None:
    one = _with_data(subject.api, enough=True)
    before = subject.api.validate_report(one).credits_balance
    first = subject.api.generate_report(one, OperationId("order-1"))
    second = subject.api.generate_report(one, OperationId("order-2"))
    status = {report.id: report.status for report in _reports(subject.api, one)}
    assert status[first.id] is ReportStatus.SUPERSEDED
    assert status[second.id] is ReportStatus.VALID
    assert (first.vehicle_id, first.credits_charged) == (one, 1)
    assert before is not None
    assert subject.api.validate_report(one).credits_balance == before - 2


def test_without_data_nothing_is_issued_and_the_reasons_are_given(subject: Subject) -> None:
    one = _with_data(subject.api, enough=False)
    with pytest.raises(Refused) as refusal:
        subject.api.generate_report(one, OperationId("order-3"))
    assert refusal.value.code == "insufficient_data"
    assert refusal.value.reasons
    assert all(refusal.value.reasons)


def test_without_credits_a_person_is_sent_to_pay(subject: Subject) -> None:
    one = _with_data(subject.bare, enough=True)
    with pytest.raises(NeedsYou) as refusal:
        subject.bare.generate_report(one, OperationId("order-4"))
    assert refusal.value.code == "payment_required"
    assert refusal.value.url


def test_a_car_nobody_knows_is_not_found(subject: Subject) -> None:
    for ask in (subject.api.validate_report, lambda one: subject.api.generate_report(one, OperationId("order-5"))):
        with pytest.raises(Problem) as refusal:
            ask(_NOBODY)
        assert isinstance(refusal.value, Refused)
        assert refusal.value.code == "not_found"


def test_the_public_record_knows_what_was_issued_and_nothing_else(subject: Subject) -> None:
    report = _reports(subject.api)[0]
    record = subject.api.public_report(report.token)
    assert record is not None
    assert (record.status, record.soh_percent) == (report.status, report.soh_percent)
    assert report.vin is not None
    assert report.vin not in record.vin_masked
    assert record.vin_masked.endswith(report.vin[-4:])
    assert subject.api.public_report("x" * 22) is None


def test_readings_follow_the_cursor_to_their_end_in_time_order(subject: Subject) -> None:
    one = next(one for one in _cars(subject.api) if (one.readings_count or 0) > 20)
    times: list[float] = []
    cursor = None
    while True:
        page = subject.api.readings_page(one.id, cursor=cursor, limit=max(10, (one.readings_count or 0) // 4))
        times.extend(page.readings.time_s)
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(times) == one.readings_count
    assert times == sorted(set(times))


@pytest.mark.parametrize("ask", ["settings", "change settings", "readings"])
def test_a_server_without_the_assumed_endpoints_is_lived_with(subject: Subject, ask: str) -> None:
    api, one = subject.bare, _cars(subject.bare)[0].id
    asked: dict[str, Callable[[], object]] = {
        "settings": api.settings,
        "change settings": lambda: api.change_settings({"locale": "fr"}),
        "readings": lambda: api.readings_page(one),
    }
    with pytest.raises(NotOffered):
        asked[ask]()


def test_a_seller_is_invited_once_and_a_connected_car_is_not_invited(subject: Subject) -> None:
    order = OperationId("invite-1")
    sent = subject.api.invite_seller(_UNKNOWN_VIN, "seller@example.com", order)
    assert (sent.outcome, subject.api.was_replayed(order)) == (InviteOutcome.SENT, False)
    connected = next(one for one in _cars(subject.api) if one.status is VehicleStatus.ACTIVE)
    answer = subject.api.invite_seller(connected.vin, "seller@example.com", OperationId("invite-2"))
    assert answer.outcome is InviteOutcome.ALREADY


def test_what_is_no_vin_is_not_invited(subject: Subject) -> None:
    with pytest.raises(Refused):
        subject.api.invite_seller("WVW1", "seller@example.com", OperationId("invite-3"))


def test_sellers_of_a_car_are_listed_by_its_vin(subject: Subject) -> None:
    with_seller = next(one for one in _cars(subject.api) if one.seller_email)
    assert subject.api.sellers_listed(with_seller.vin) == ((with_seller.seller_email or "").lower(),)
    assert subject.api.sellers_listed("WVWZZZE1ZMP999998") == ()


def test_changed_settings_stay_changed(subject: Subject) -> None:
    assert subject.api.change_settings({"address": "Neue Straße 1", "locale": "fr"}).locale == "fr"
    assert (subject.api.settings().address, subject.api.settings().locale) == ("Neue Straße 1", "fr")


def test_a_car_is_fetched_on_demand_and_one_that_nobody_knows_is_not(subject: Subject) -> None:
    one = next(one for one in _cars(subject.api) if one.status is VehicleStatus.ACTIVE)
    subject.api.sync_vehicle(one.id)
    for ask in (subject.api.sync_vehicle, subject.api.disconnect_vehicle):
        with pytest.raises(Refused) as refusal:
            ask(_NOBODY)
        assert refusal.value.code == "not_found"


def test_a_car_that_was_disconnected_leaves_the_list(subject: Subject) -> None:
    one = _cars(subject.bare)[-1]
    subject.bare.disconnect_vehicle(one.id)
    assert subject.bare.find_vehicle(one) is None


def test_every_request_is_counted(subject: Subject) -> None:
    before = subject.api.requests_sent
    subject.api.subscription()
    subject.api.vehicles_page(1, 5)
    assert subject.api.requests_sent == before + 2


def test_the_pages_a_person_is_sent_to_have_passed_the_policy(subject: Subject) -> None:
    for url in (
        subject.api.create_checkout(10, OperationId("order-6")).url,
        subject.api.portal_url(),
        subject.api.connect_url(),
    ):
        assert url.startswith(("https://", "http://127.0.0.1:"))


def test_the_same_key_leads_to_the_same_checkout(subject: Subject) -> None:
    pages = {subject.api.create_checkout(10, OperationId("order-7")).url for _twice in range(2)}
    assert len(pages) == 1
    assert subject.api.create_checkout(10, OperationId("order-8")).url not in pages


def test_the_cars_of_the_account_are_those_of_the_list(subject: Subject) -> None:
    page = subject.api.connected_vehicles()
    invited = {one.id for one in _cars(subject.api) if one.status is VehicleStatus.PENDING}  # may be nobody's yet
    assert {one.id for one in page.items} | invited == {one.id for one in _cars(subject.api)}
    assert page.total == len(page.items)


def test_the_export_has_a_line_a_report_and_obeys_its_days(subject: Subject) -> None:
    lines = subject.api.export_reports().decode().splitlines()
    assert lines[0].startswith("id,vin")
    assert {line.partition(",")[0] for line in lines[1:]} == {one.id for one in _reports(subject.api)}
    assert len(subject.api.export_reports(last=date(2001, 1, 1)).decode().splitlines()) == 1


def test_whether_a_browser_can_bring_back_a_code_is_known_beforehand(subject: Subject) -> None:
    assert subject.api.offers_browser_sign_in()
    assert not subject.bare.offers_browser_sign_in()
    grant = Grant("a-code-nobody-gave-out", "v" * 64, "http://127.0.0.1:1/oauth/callback")
    with pytest.raises(NeedsYou) as refusal:
        subject.api.sign_in_with_grant(grant)
    assert refusal.value.code == "google_refused"
    with pytest.raises(NotOffered):
        subject.bare.sign_in_with_grant(grant)
