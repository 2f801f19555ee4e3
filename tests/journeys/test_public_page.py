"""The public page on a phone: Chromium, 390 by 844, no script, light and dark."""

from pathlib import Path

import pytest

from celliq_desktop.sandbox.server import RunningSandbox
from celliq_desktop.sandbox.verify_words import LANGUAGES, Words
from tests.journeys.real_browser import RealBrowser, real_browser
from tests.sandbox.conftest import sandbox, start

__all__ = ["sandbox", "start"]
_WIDER = """[...document.querySelectorAll('body *')].filter(one => {
  const box = one.getBoundingClientRect();
  return box.width > 0 && (box.right > innerWidth + 0.5 || box.left < -0.5 || one.scrollWidth > one.clientWidth + 1 &&
    getComputedStyle(one).display !== 'inline');
}).map(one => one.outerHTML.slice(0, 80))"""
_LOW_CONTRAST = """(() => {
  const light = text => { const [r, g, b] = text.match(/[\\d.]+/g).slice(0, 3).map(part => {
    const c = part / 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const behind = one => { for (let at = one; at; at = at.parentElement) {
    const back = getComputedStyle(at).backgroundColor; if (!/, 0\\)$/.test(back)) return back; }
    return 'rgb(255, 255, 255)'; };
  return [...document.querySelectorAll('h1, h2, p, li, dt, dd, a, .label, .figure, footer, summary')].filter(one => {
    const pair = [light(getComputedStyle(one).color), light(behind(one))].sort((a, b) => b - a);
    return (pair[0] + 0.05) / (pair[1] + 0.05) < 4.5; }).map(one => one.outerHTML.slice(0, 80));
})()"""
_SMALL_TARGETS = """[...document.querySelectorAll('nav a, summary')]
  .map(one => one.getBoundingClientRect().height).filter(height => height < 32)"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_buyer_reads_it_on_a_phone_without_scripts_in_seven_languages(
    sandbox: RunningSandbox, tmp_path: Path, dark: bool
) -> None:
    report = next(iter(sandbox.world.reports.values()))
    with real_browser(tmp_path / "browser") as browser:
        browser.as_phone(dark=dark)
        for status in ("valid", "superseded", "expired", "revoked", "unknown"):
            url = report["verify_url"] if status != "unknown" else report["verify_url"][:-3] + "xyz"
            report["status"] = status
            _fits(browser, url, Words("en"), status)
            browser.picture(tmp_path / f"{status}.png")
        report["status"] = "valid"
        for code, _name in LANGUAGES:
            browser.speak(f"{code}-XX,en;q=0.5")
            _fits(browser, report["verify_url"], Words(code), "valid")
        browser.press("Deutsch", Words("de")["headline_valid"])
        assert browser.find("document.documentElement.lang") == "de"


def _fits(browser: RealBrowser, url: str, words: Words, status: str) -> None:
    browser.open(url, words[f"sentence_{status}"])
    assert browser.find("document.documentElement.lang") == words.code
    assert browser.find("innerWidth") == 390
    browser.find("document.querySelector('details').open = true")
    assert browser.find(_WIDER) == []
    assert browser.find(_LOW_CONTRAST) == []
    assert browser.find(_SMALL_TARGETS) == []
    bottom = browser.find("document.querySelector('#verdict').getBoundingClientRect().bottom")
    assert bottom < 844, "the verdict is read without scrolling"
    if status != "unknown":
        text = browser.find("document.body.innerText")
        assert words["paper_vin"] in text
