"""Nothing that is done to a sealed report, with or without timestamp, leaves it green."""

import random

import pytest

from celliq_desktop.domain.reports import Verdict
from celliq_desktop.signing.timestamper import DocumentTimestamper
from tests.signing.attacks import BY_REVISION, Attack
from tests.signing.attacks_in_place import IN_PLACE
from tests.signing.attacks_on_containers import ON_CONTAINERS
from tests.signing.attacks_on_tables import ON_TABLES
from tests.signing.authorities import StampOffice
from tests.signing.papers import checked, sealed

_FLIPS = 1_500
_LATER = BY_REVISION | ON_TABLES
_WITHIN = IN_PLACE | ON_CONTAINERS


@pytest.fixture(scope="module")
def report() -> bytes:
    return sealed()


@pytest.fixture(scope="module")
def stamped(report: bytes) -> bytes:
    return DocumentTimestamper(StampOffice()).append(report)[0]


def test_there_are_eighty_kinds() -> None:
    assert len(_LATER) + len(_WITHIN) >= 80


@pytest.mark.parametrize("attack", _LATER.values(), ids=_LATER.keys())
def test_a_revision_after_the_seal_is_an_alteration(report: bytes, attack: Attack) -> None:
    forged = attack(report)
    assert forged.startswith(report)
    assert len(forged) > len(report)
    assert checked(forged).verdict is Verdict.ALTERED


@pytest.mark.parametrize("attack", _LATER.values(), ids=_LATER.keys())
def test_a_revision_after_a_timestamp_is_an_alteration(stamped: bytes, attack: Attack) -> None:
    forged = attack(stamped)
    assert forged.startswith(stamped)
    assert checked(forged).verdict is Verdict.ALTERED


@pytest.mark.parametrize("attack", _LATER.values(), ids=_LATER.keys())
def test_a_timestamp_over_a_forged_revision_does_not_heal_it(report: bytes, stamped: bytes, attack: Attack) -> None:
    """The forger's revision stands between the seal and somebody's timestamp."""
    forged = attack(report) + stamped[len(report) :]
    assert checked(forged).verdict is Verdict.ALTERED


@pytest.mark.parametrize("attack", _WITHIN.values(), ids=_WITHIN.keys())
def test_a_change_of_what_was_signed_is_an_alteration(report: bytes, attack: Attack) -> None:
    forged = attack(report)
    assert forged != report
    assert checked(forged).verdict is Verdict.ALTERED


def test_no_bit_flips_unnoticed(report: bytes) -> None:
    chance = random.Random(1)
    for flip in range(_FLIPS):
        position, bit = chance.randrange(len(report)), chance.randrange(8)
        changed = bytearray(report)
        changed[position] ^= 1 << bit
        assert checked(bytes(changed)).verdict is Verdict.ALTERED, f"flip {flip}: bit {bit} of byte {position}"
