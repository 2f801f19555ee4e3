"""Headless Chromium driven over its own pipe: a page is opened, links and buttons are pressed as a person would."""

import base64
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from tests.journeys.witnesses import program

_PATIENCE_S = 30.0
_PART = 65_536
_UNTIL = """new Promise((done, failed) => {{
  const until = Date.now() + {patience};
  const look = () => {{
    if (document.body && document.body.innerText.includes({words})) done(location.href);
    else if (Date.now() > until) failed(new Error("never saw " + {words} + " at " + location.href));
    else setTimeout(look, 50);
  }};
  look();
}})"""
_SAYS = "document.body !== null && document.body.innerText.includes({words})"
_PRESS = """(() => {{
  const named = [...document.querySelectorAll("a, button")].find(one => one.innerText.trim() === {words});
  named.click();
}})()"""


class RealBrowser:
    """One tab. AssertionError when a page never says what it should."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers = commands, answers
        self._heard = b""
        self._number = 0
        self._scripts = True
        self._session: str | None = None
        page = next(one for one in self._ask("Target.getTargets")["targetInfos"] if one["type"] == "page")
        attached = self._ask("Target.attachToTarget", targetId=page["targetId"], flatten=True)
        self._session = str(attached["sessionId"])

    def open(self, url: str, words: str) -> str:
        """Go to ``url`` and wait for ``words``; where it led."""
        self._ask("Page.navigate", url=url)
        return self.sees(words)

    def press(self, name: str, words: str) -> str:
        """Press the link or button called ``name`` and wait for ``words``; where it led."""
        self._run(_PRESS.format(words=json.dumps(name)))
        return self.sees(words)

    def sees(self, words: str) -> str:
        """Wait for ``words``; the page's address. A page without scripts has no timers, so it is asked again and
        again."""
        until = monotonic() + _PATIENCE_S
        while not self._scripts:
            if self._run(_SAYS.format(words=json.dumps(words))):
                return str(self._run("location.href"))
            assert monotonic() < until, f"never saw {words}"
        return str(self._run(_UNTIL.format(words=json.dumps(words), patience=int(1000 * _PATIENCE_S))))

    def fits(self, wide: int) -> bool:
        """True when nothing of the page sticks out of a screen so many pixels wide."""
        size = {"width": wide, "height": 844, "deviceScaleFactor": 1, "mobile": True}
        self._ask("Emulation.setDeviceMetricsOverride", **size)
        return bool(self._run("document.documentElement.scrollWidth <= innerWidth"))

    def as_phone(self, *, dark: bool = False) -> None:
        """From now on a phone in the hand of somebody who lets no page run a script."""
        self._ask("Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=2, mobile=True)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._ask("Emulation.setEmulatedMedia", features=[scheme])
        self._ask("Emulation.setScriptExecutionDisabled", value=True)
        self._scripts = False

    def speak(self, languages: str) -> None:
        """Ask for pages in ``languages``, as ``Accept-Language`` writes them."""
        self._ask("Network.enable")
        self._ask("Network.setExtraHTTPHeaders", headers={"Accept-Language": languages})

    def find(self, script: str) -> Any:
        """What an expression of the inspector gives on the page."""
        return self._run(script)

    def picture(self, path: Path) -> None:
        """The page as it stands, as PNG."""
        path.write_bytes(base64.b64decode(self._ask("Page.captureScreenshot")["data"]))

    def _run(self, script: str) -> Any:
        """A page that is left meanwhile takes its script along: then it is run on the page that came."""
        answer: dict[str, Any] = {}
        for _page in range(5):
            answer = self._ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
            if "result" in answer:
                break
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        asked = {"id": self._number, "method": method, "params": parameters}
        if self._session is not None:
            asked["sessionId"] = self._session
        os.write(self._commands, json.dumps(asked).encode() + b"\0")
        while True:
            while b"\0" not in self._heard:
                part = os.read(self._answers, _PART)
                assert part, "the browser ended"
                self._heard += part
            one, _end, self._heard = self._heard.partition(b"\0")
            said: dict[str, Any] = json.loads(one)
            if said.get("id") == self._number:
                return dict(said.get("result", {}))


@contextmanager
def real_browser(folder: Path) -> Iterator[RealBrowser]:
    """A browser with its profile in ``folder``, ended after the block."""
    their_commands, commands = os.pipe()
    answers, their_answers = os.pipe()
    words = [
        program("chromium"),
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--no-first-run",
        f"--user-data-dir={folder}",
        "--remote-debugging-pipe",
        "about:blank",
    ]
    # Chromium reads commands from descriptor 3 and answers on 4
    shell = f'exec "$@" 3<&{their_commands} 4>&{their_answers}'
    process = subprocess.Popen(
        ["bash", "-c", shell, "browser", *words],
        pass_fds=(their_commands, their_answers),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for end in (their_commands, their_answers):
        os.close(end)
    try:
        yield RealBrowser(commands, answers)
    finally:
        for end in (commands, answers):
            os.close(end)
        process.terminate()
        process.wait(_PATIENCE_S)
