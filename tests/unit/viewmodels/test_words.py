"""Words in the window's language: translated when asked for, found again where a room below said them in English."""

from collections.abc import Iterator

import pytest

from celliq_desktop.domain.text import N_, N_n
from celliq_desktop.viewmodels.formats import Formats, count, whole
from celliq_desktop.viewmodels.words import ENGLISH, LANGUAGES, PSEUDO, _, language, ngettext, said, speak


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    speak(ENGLISH)


def test_english_is_said_as_it_is_written() -> None:
    assert _("No report was written.") == "No report was written."
    assert said("No report was written.") == "No report was written."
    assert ngettext("{n} day ago", "{n} days ago", 1) == "{n} day ago"


def test_words_are_said_in_the_language_that_is_spoken() -> None:
    speak("de")
    assert _("No report was written.") == "Es wurde kein Bericht geschrieben."
    assert ngettext("{n} day ago", "{n} days ago", 1).format(n=1) == "vor 1 Tag"
    assert ngettext("{n} day ago", "{n} days ago", 3).format(n=3) == "vor 3 Tagen"
    speak("fr")
    assert language() == "fr"
    assert _("No report was written.") != "No report was written."
    assert ngettext("{n} car selected", "{n} cars selected", 0) == ngettext(
        "{n} car selected", "{n} cars selected", 1
    ), "French counts none as one"


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert whole(12345) == "12,345"
    speak("de")
    assert whole(12345) == "12.345"
    assert Formats("de").number(1234.5, 1, "km") == "1.234,5\u202fkm"
    assert count(2000, "car", "cars").startswith("2.000 ")


def test_what_a_room_below_said_is_found_again_with_its_values() -> None:
    kept = N_("The font package {package} is missing or damaged.").format(package="Source Sans")
    speak("de")
    assert said(kept) == "Das Schriftpaket Source Sans fehlt oder ist beschädigt."
    assert said(f"{kept} No report was written.").endswith("beschädigt. Es wurde kein Bericht geschrieben.")
    assert said("The server's own reason. No report was written.").startswith("The server's own reason. Es wurde")


def test_a_count_below_is_bent_as_the_language_bends_it() -> None:
    kept = N_n("Seal {n:,} report", "Seal {n:,} reports", 1200).format(n=1200)
    speak("de")
    assert "1.200" in said(kept)
    assert "Berichte" in said(kept)


def test_nobody_speaks_klingon() -> None:
    with pytest.raises(ValueError, match="tlh"):
        speak("tlh")
    assert language() == ENGLISH


def test_the_made_up_language_is_longer_and_marked() -> None:
    speak(PSEUDO)
    shown = _("Saved in {place}").format(place="here")
    assert shown.startswith("⟦")
    assert "here" in shown
    assert len(shown) > 1.3 * len("Saved in here")
    assert language() == ENGLISH
    assert PSEUDO not in LANGUAGES
