"""Verify and checkout pages: plain HTML that says what a buyer needs and keeps the rest to itself."""

import httpx
import pytest

from celliq_desktop.sandbox.server import RunningSandbox


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("valid", "Report is valid"),
        ("superseded", "A newer report exists"),
        ("expired", "Report has expired"),
        ("revoked", "Report was withdrawn"),
    ],
)
def test_each_status_is_said_in_words_with_the_vin_masked(sandbox: RunningSandbox, status: str, words: str) -> None:
    report = next(iter(sandbox.world.reports.values()))
    report["status"] = status
    page = httpx.get(report["verify_url"], trust_env=False)
    assert page.status_code == 200
    assert words in page.text
    assert f"{report['soh_percent']:.1f}" in page.text
    assert report["vin"] not in page.text
    assert report["vin"][-4:] in page.text
    assert "<script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_an_unknown_code_says_so(sandbox: RunningSandbox) -> None:
    page = httpx.get(f"{sandbox.urls.verify_base_url}/verify/{'x' * 22}", trust_env=False)
    assert page.status_code == 404
    assert "No such report" in page.text
