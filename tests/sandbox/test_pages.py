"""The verify page: plain HTML that says what a buyer needs, in their language, and keeps the rest to itself."""

import json
import re
from pathlib import Path

import httpx
import pytest

from celliq_desktop.domain.reports import ReportStatus, Verdict
from celliq_desktop.sandbox.server import RunningSandbox
from celliq_desktop.sandbox.verify_words import LANGUAGES, Words, chosen
from celliq_desktop.viewmodels.reports.states import LANGUAGES as PRINTED
from celliq_desktop.viewmodels.verify.states import HEADLINES
from tests.sandbox.conftest import Start, signed_in

_CODES = [code for code, _name in LANGUAGES]
_STATUSES = ["valid", "superseded", "expired", "revoked"]


def _page(url: str, language: str = "", accept: str = "") -> httpx.Response:
    query = {"lang": language} if language else {}
    return httpx.get(url, params=query, headers={"Accept-Language": accept}, trust_env=False)


@pytest.mark.parametrize("status", _STATUSES)
def test_each_status_is_said_in_words_and_the_vin_stays_hidden(sandbox: RunningSandbox, status: str) -> None:
    report = next(iter(sandbox.world.reports.values()))
    report["status"] = status
    for code in _CODES:
        page, words = _page(report["verify_url"], code), Words(code)
        assert page.status_code == 200
        assert (page.headers["content-language"], page.headers["vary"]) == (code, "Accept-Language")
        for key in (f"status_{status}", f"sentence_{status}", "paper_vin"):
            assert words[key] in page.text
        assert words.number(report["soh_percent"]) in page.text
        assert report["vin"] not in page.text
        assert report["vin"][-6:] not in page.text
        assert not re.search(r"[A-HJ-NPR-Z0-9*]{17}", re.sub(r"<code.*?</code>", "", page.text))
        assert "<script" not in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]


def test_the_time_of_a_report_ends_whatever_the_record_calls_it(sandbox: RunningSandbox) -> None:
    report = next(iter(sandbox.world.reports.values()))
    report.update(status="valid", valid_until="2020-01-01T00:00:00Z")
    assert Words("en")["sentence_expired"] in _page(report["verify_url"]).text


def test_an_unknown_code_says_so(sandbox: RunningSandbox) -> None:
    url = f"{sandbox.urls.verify_base_url}/verify/{'x' * 22}"
    for code in _CODES:
        page = _page(url, code)
        assert page.status_code == 404
        assert Words(code)["sentence_unknown"] in page.text
        assert Words(code)["advice_unknown"] in page.text


def test_the_page_and_the_program_use_the_same_words() -> None:
    """The sandbox imports nothing of ours, so its words are its own; the sentences of each status are compared where
    the program says them (``usecases/test_verify``)."""
    english = Words("en")
    assert {verdict: english[f"verdict_{verdict.value}"] for verdict in Verdict} == HEADLINES
    for status in ReportStatus:
        assert english[f"status_{status.value}"] == status.value.capitalize()
    assert english["headline_over"].lower() in HEADLINES[Verdict.OUTDATED]
    assert english["headline_unknown"] == HEADLINES[Verdict.UNVERIFIABLE]
    assert LANGUAGES == PRINTED, "a paper can be had in exactly the languages of the page"


def test_every_language_says_everything() -> None:
    file = Path(__file__).parents[2] / "celliq_desktop" / "sandbox" / "pages" / "verify_words.json"
    said = json.loads(file.read_text(encoding="utf-8"))
    for code in _CODES:
        assert said[code].keys() == said["en"].keys()
        assert all(words for key, words in said[code].items() if key != "months")
        assert set(re.findall(r"\{\w+\}", said[code]["interval"])) == {"{low}", "{high}"}
    sentences = [key for key in said["en"] if key.startswith(("sentence", "advice", "paper", "file", "hash"))]
    assert all(len({said[code][key] for code in _CODES}) == len(_CODES) for key in sentences), "nothing untranslated"


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [
        (None, None, "en"),
        (None, "", "en"),
        (None, "de-AT,de;q=0.9,en;q=0.8", "de"),
        (None, "da, pl;q=0.7, fr;q=0.9", "fr"),
        (None, "nl;q=0, es", "es"),
        (None, "zh-CN,*;q=0.1", "en"),
        (None, "de;q=never,it;q=0.1", "it"),
        (None, ";;;,,q=1,=", "en"),
        ("pl", "de", "pl"),
        ("xx", "de", "de"),
        ("<script>", None, "en"),
    ],
)
def test_the_switch_wins_over_the_browsers_wishes(asked: str | None, accepted: str | None, language: str) -> None:
    assert chosen(asked, accepted) == language


def test_numbers_and_days_are_written_as_people_read_them() -> None:
    moment = "2026-09-05T08:00:00Z"
    assert [Words(code).day(moment) for code in ("en", "de", "fr", "nl")] == [
        "5 Sep 2026",
        "05.09.2026",
        "05/09/2026",
        "05-09-2026",
    ]
    assert Words("en").number(46763, 0) == "46,763"
    assert Words("de").number(46763.25) == "46.763,2"
    assert Words("pl").number(-1.5) == "\u22121,5"


def test_the_record_names_the_seals_it_was_told_of_here_and_for_programs(start: Start) -> None:
    told, ours = start(), start(seed_only=True)
    report = next(iter(told.world.reports.values()))
    record = f"{told.urls.api_url}/reports/public/{report['token']}"
    assert httpx.get(record, trust_env=False).json()["seal_certificates"] == []
    assert Words("en")["seals"] not in _page(report["verify_url"]).text
    with signed_in(told) as dealer:
        for body, code in (({"certificate_sha256": "ab" * 32}, 200), ({"certificate_sha256": "AB"}, 422), ({}, 422)):
            assert dealer.post("/dealer/seal-certificates", json=body).status_code == code
    assert httpx.get(record, trust_env=False).json()["seal_certificates"] == ["ab" * 32]
    assert " ".join(["ab" * 8] * 4) in _page(report["verify_url"]).text
    assert httpx.post(f"{told.urls.api_url}/dealer/seal-certificates", json={}, trust_env=False).status_code == 401
    quiet = next(iter(ours.world.reports.values()))["token"]
    assert "seal_certificates" not in httpx.get(f"{ours.urls.api_url}/reports/public/{quiet}", trust_env=False).json()
