"""Whose seals a profile has met, from one run to the next."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from celliq_desktop.app.files import AtomicFiles
from celliq_desktop.app.seal_book import SealBookFile
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.seals import ForgetfulSealBook, SealBook

_HOME = "https://celliq.example"
_ONE, _TWO = "1" * 64, "2" * 64


@pytest.fixture(params=["kept in a file", "kept while the program runs"])
def book(request: pytest.FixtureRequest, tmp_path: Path) -> SealBook:
    return SealBookFile(tmp_path, AtomicFiles()) if request.param == "kept in a file" else ForgetfulSealBook()


def test_an_issuer_may_have_several_and_a_name_is_one_however_it_is_written(book: SealBook) -> None:
    assert book.seals_of(_HOME, "Autohaus Test") == frozenset()
    for certificate in (_ONE, _TWO, _ONE):
        book.remember(_HOME, "Autohaus Test", certificate)
    assert book.seals_of(_HOME, "AUTOHAUS  test ") == {_ONE, _TWO}
    assert book.seals_of(_HOME, "Autohaus") == frozenset()
    assert book.seals_of("https://elsewhere.example", "Autohaus Test") == frozenset()


def test_the_next_run_knows_them(tmp_path: Path) -> None:
    SealBookFile(tmp_path, AtomicFiles()).remember(_HOME, "Autohaus Test", _ONE)
    assert SealBookFile(tmp_path, AtomicFiles()).seals_of(_HOME, "Autohaus Test") == {_ONE}


def test_what_two_checks_learn_at_once_is_both_kept(tmp_path: Path) -> None:
    seals = [f"{number:064x}" for number in range(20)]
    with ThreadPoolExecutor(8) as pool:
        for seal in seals:
            pool.submit(SealBookFile(tmp_path, AtomicFiles()).remember, _HOME, "Autohaus Test", seal)
    assert SealBookFile(tmp_path, AtomicFiles()).seals_of(_HOME, "Autohaus Test") == set(seals)


@pytest.mark.parametrize("text", ["", "{}", "[[1, 2, 3]]", '[["a"]]', "[" * 100_000, "\0"])
def test_a_damaged_book_is_an_empty_one_and_can_be_written_again(tmp_path: Path, text: str) -> None:
    book = SealBookFile(tmp_path, AtomicFiles())
    (tmp_path / "seals.json").write_text(text)
    assert book.seals_of(_HOME, "Autohaus Test") == frozenset()
    book.remember(_HOME, "Autohaus Test", _ONE)
    assert json.loads((tmp_path / "seals.json").read_text()) == [[_HOME, "autohaus test", _ONE]]


def test_without_a_profile_nothing_is_kept_and_a_full_disk_is_no_problem(tmp_path: Path) -> None:
    nowhere = SealBookFile(tmp_path / "none", AtomicFiles())
    nowhere.remember(_HOME, "Autohaus Test", _ONE)
    assert not (tmp_path / "none").exists()

    class Full:
        def write(self, _path: Path, _data: bytes) -> None:
            raise BadSurroundings("disk_full", "The disk is full.")

    SealBookFile(tmp_path, Full()).remember(_HOME, "Autohaus Test", _ONE)
    assert SealBookFile(tmp_path, AtomicFiles()).seals_of(_HOME, "Autohaus Test") == frozenset()
