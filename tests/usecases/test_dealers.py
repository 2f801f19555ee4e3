"""Changing the dealer's details: what somebody else changed meanwhile is never overwritten unseen."""

import pytest

from celliq_desktop.domain.dealers import editable
from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.domain.problems import NeedsYou, NotOffered, Refused, TryAgain
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.usecases.dealers import DealerSaved, change_dealer, dealer_details
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.kinds.settings import settings_wish
from tests.support.celliq import FakeCellIq
from tests.support.desks import only_operation, quiet, synced, wished


def _change(desk: Desk, began: dict[str, str | None], **mine: str | None) -> DealerSaved:
    return change_dealer(desk, began, began | mine, progress=quiet, cancel=CancelFlag())[0]


def _seen(desk: Desk) -> dict[str, str | None]:
    synced(desk)
    details = dealer_details(desk)
    assert details.settings is not None
    return editable(details.settings) | dict(details.waiting)


def test_a_change_arrives_and_is_mirrored(desk: Desk, celliq: FakeCellIq) -> None:
    saved = _change(desk, _seen(desk), address="Neue Straße 1")
    assert saved == DealerSaved()
    assert celliq.settings_now["address"] == "Neue Straße 1"
    assert _seen(desk)["address"] == "Neue Straße 1"


def test_the_same_field_changed_elsewhere_is_asked_about_and_not_sent(desk: Desk, celliq: FakeCellIq) -> None:
    began = _seen(desk)
    celliq.settings_now["address"] = "Theirs 2"
    saved = _change(desk, began, address="Mine 1")
    assert [(one.field, one.yours, one.theirs) for one in saved.conflicts] == [("address", "Mine 1", "Theirs 2")]
    assert celliq.settings_now["address"] == "Theirs 2"
    assert _change(desk, began | {"address": "Theirs 2"}, address="Mine 1") == DealerSaved()
    assert celliq.settings_now["address"] == "Mine 1"


def test_another_field_changed_elsewhere_stays_as_it_is(desk: Desk, celliq: FakeCellIq) -> None:
    began = _seen(desk)
    celliq.settings_now["contact_phone"] = "+49 1"
    assert _change(desk, began, address="Mine 1") == DealerSaved()
    assert celliq.settings_now["contact_phone"] == "+49 1"
    assert celliq.settings_now["address"] == "Mine 1"


def test_without_a_line_the_change_waits_and_is_shown(desk: Desk, celliq: FakeCellIq) -> None:
    began = _seen(desk)
    celliq.always["*"] = TryAgain("offline", "There is no connection.")
    assert _change(desk, began, address="Mine 1").problem is not None
    assert dealer_details(desk).waiting == {"address": "Mine 1"}


def test_a_change_that_waited_does_not_overwrite_a_later_one(desk: Desk, celliq: FakeCellIq) -> None:
    began = _seen(desk)
    celliq.settings_now["address"] = "Theirs 2"
    wished(desk, settings_wish({"address": "Mine 1"}, began))
    assert celliq.settings_now["address"] == "Theirs 2"
    failed = only_operation(desk)
    assert failed.state is OperationState.FAILED
    assert "changed elsewhere" in str(failed.last_error)


def test_nobody_comes_between_the_look_and_the_change(desk: Desk, celliq: FakeCellIq) -> None:
    began = _seen(desk)
    celliq.script["change_settings"].append(lambda: celliq.settings_now.update(address="Theirs 2"))
    saved = _change(desk, began, address="Mine 1")
    assert saved.problem is not None
    assert (saved.problem.code, saved.problem.message) == (
        "not_saved",
        "These details were changed elsewhere meanwhile.",
    )
    assert celliq.settings_now["address"] == "Theirs 2"
    assert only_operation(desk).state is OperationState.REJECTED


def test_what_the_server_refuses_is_not_called_saved(desk: Desk, celliq: FakeCellIq) -> None:
    began = _seen(desk)
    celliq.script["change_settings"].append(Refused("insufficient_data", "locale: must be one of en, de"))
    problem = _change(desk, began, locale="xx").problem
    assert problem is not None
    assert problem.message == "locale: must be one of en, de"


def test_a_name_is_needed(desk: Desk) -> None:
    with pytest.raises(NeedsYou, match="name"):
        _change(desk, _seen(desk), dealer_name=None)


def test_a_server_without_settings_says_so(desk: Desk, celliq: FakeCellIq) -> None:
    began = _seen(desk)
    celliq.lacking_endpoints.add("settings")
    with pytest.raises(NotOffered):
        _change(desk, began, address="Mine 1")
