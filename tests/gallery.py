"""Takes a picture of every screen in every state, from the real program against its sandbox, side by side on one page:

xvfb-run -a -s "-screen 0 2800x1700x24" .venv/bin/python -m tests.gallery [FOLDER] [--only WORD]

writes ``FOLDER/index.html`` (``build/gallery`` if no folder is named). ``--readme`` makes the pictures of the README
anew instead, in ``resources/pictures``. ``--only`` takes the stories whose name holds a word, ``--language`` speaks it.
"""

import argparse
import html
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path

from PySide6.QtWidgets import QApplication

from celliq_desktop.app.demo import SandboxAccess, SandboxProcess
from celliq_desktop.app.options import Options
from celliq_desktop.app.window import FORCED_LANGUAGE, application
from celliq_desktop.app.wiring import Wiring
from celliq_desktop.domain.accounts import Keep
from celliq_desktop.viewmodels.entry import EntryPhase
from celliq_desktop.viewmodels.formats import count
from celliq_desktop.viewmodels.words import ENGLISH, LANGUAGES, PSEUDO
from tests.gallery_moments import at_work, moments
from tests.support.camera import LOOKS, THEMES, Camera, Picture, window

ROOT = Path(__file__).parents[1]
_README = ("fleet", "vehicle")


def _options(profile: Path, access: SandboxAccess | None = None) -> Options:
    where = access.api_url if access is not None else None
    return Options(profile=profile, default_api_url="https://celliq.eu/api", api_url=where)


def _signed_in(access: SandboxAccess) -> Callable[[Wiring], None]:
    def prepare(wiring: Wiring) -> None:
        wiring.keep_secrets(Keep.VAULT, "a passphrase for pictures")
        wiring.sign_in(access.email, access.password)

    return prepare


def full(app: QApplication, folder: Path, *, for_readme: bool = False) -> list[Picture]:
    """The sample dealership, synced."""
    with tempfile.TemporaryDirectory() as profile, window(app, _options(Path(profile)), _nothing, demo=True) as opened:
        camera = Camera(opened, folder, "full")
        camera.hands.until(lambda: camera.is_calm() and camera.hands.sees(count(60, "car", "cars")), "the fleet")
        if for_readme:
            camera.screens(LOOKS[:1], _README)
        else:
            camera.screens()
        return camera.pictures


def signed_out(app: QApplication, folder: Path) -> list[Picture]:
    """The first thing that anybody sees."""
    with (
        tempfile.TemporaryDirectory() as profile,
        window(app, _options(Path(profile)), _nothing, demo=False) as opened,
    ):
        camera = Camera(opened, folder, "first run")
        camera.looks("Sign in")
        return camera.pictures


def empty(app: QApplication, folder: Path) -> list[Picture]:
    """A dealership without a single car."""
    return _with_server(app, folder, "empty", "--vehicles", "0", stop=False)


def offline(app: QApplication, folder: Path) -> list[Picture]:
    """A mirrored fleet whose server has gone."""
    return _with_server(app, folder, "offline", "--vehicles", "12", stop=True)


def locked(app: QApplication, folder: Path) -> list[Picture]:
    """Somebody is signed in, and the secrets cannot be opened."""
    with ExitStack() as stack:
        profile = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sandbox = SandboxProcess("--vehicles", "3")
        stack.callback(sandbox.stop)
        access = sandbox.start()
        first = Wiring(_options(profile, access))
        first.take_profile()
        try:
            _signed_in(access)(first)
        finally:
            first.close()
        opened = stack.enter_context(window(app, _options(profile, access), _nothing, demo=False))
        camera = Camera(opened, folder, "error")
        camera.hands.until(lambda: opened.window.entry.state.phase is EntryPhase.BLOCKED, "the locked vault")
        camera.looks("Locked vault")
        return camera.pictures


def _with_server(app: QApplication, folder: Path, state: str, *sandbox_options: str, stop: bool) -> list[Picture]:
    with ExitStack() as stack:
        profile = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sandbox = SandboxProcess(*sandbox_options)
        stack.callback(sandbox.stop)
        access = sandbox.start()
        opened = stack.enter_context(window(app, _options(profile, access), _signed_in(access), demo=False))
        camera = Camera(opened, folder, state)
        camera.hands.until(lambda: camera.hands.sees("Synced just now"), "the first sync")
        if stop:
            sandbox.stop()
            desk = opened.window.desk
            assert desk is not None
            desk.models.sync.start()
        camera.screens(LOOKS[: len(THEMES)])
        return camera.pictures


def _nothing(_wiring: Wiring) -> None:
    """Nobody signs in beforehand."""


_STORIES = (signed_out, full, moments, at_work, empty, offline, locked)


def main(arguments: list[str]) -> int:
    """Take the pictures; returns the exit code."""
    parser = argparse.ArgumentParser(description="Pictures of every screen in every state.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "gallery")
    parser.add_argument("--only", default="")
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--language", choices=(*LANGUAGES, PSEUDO), default=ENGLISH)
    told = parser.parse_args(arguments)
    os.environ[FORCED_LANGUAGE] = told.language
    app = application()
    app.setCursorFlashTime(0)
    if told.readme:
        return _readme(app, ROOT / "resources" / "pictures")
    told.folder.mkdir(parents=True, exist_ok=True)
    pictures: list[Picture] = []
    for story in _STORIES:
        if told.only in story.__name__:
            pictures += story(app, told.folder)
    (told.folder / "index.html").write_text(_index(pictures), encoding="utf-8")
    sys.stdout.write(f"{len(pictures)} pictures: {told.folder / 'index.html'}\n")
    return 0


def _readme(app: QApplication, folder: Path) -> int:
    """The two pictures of the README."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        taken = Path(place)
        full(app, taken, for_readme=True)
        for screen in _README:
            (folder / f"{screen}.png").write_bytes((taken / f"full-{screen}-light-100.png").read_bytes())
    return 0


def _index(pictures: list[Picture]) -> str:
    """One page, a row a screen, a column a look."""
    rows = []
    for state, of_state in groupby(pictures, lambda picture: picture.state):
        rows.append(f"<h2>{html.escape(state)}</h2>")
        for screen, of_screen in groupby(of_state, lambda picture: picture.screen):
            cells = "".join(
                f'<figure><a href="{one.file}"><img loading="lazy" src="{one.file}" alt="{html.escape(screen)}"></a>'
                f"<figcaption>{html.escape(one.look)}</figcaption></figure>"
                for one in of_screen
            )
            rows.append(f"<h3>{html.escape(screen)}</h3><div>{cells}</div>")
    style = "<style>div{display:flex;gap:12px;overflow-x:auto}img{width:480px}</style>"
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Screens</title>{style}{"".join(rows)}</html>'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
