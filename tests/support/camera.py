"""A camera for the gallery: walks the real window through its screens and looks, and keeps what is seen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from celliq_desktop.app.options import Options
from celliq_desktop.app.window import OpenWindow
from celliq_desktop.app.wiring import Wiring
from celliq_desktop.ui.screens.registry import SCREENS
from celliq_desktop.ui.theme.switch import ThemeChoice
from celliq_desktop.viewmodels.help.pages import ORDER
from celliq_desktop.viewmodels.words import ENGLISH, _, language
from tests.support.hands import Hands

_SIZE = (1366, 768)
_ROUNDS = 25
_PATIENCE_S = 300.0
THEMES = (ThemeChoice.LIGHT, ThemeChoice.DARK, ThemeChoice.CONTRAST, ThemeChoice.CONTRAST_LIGHT)
LOOKS = tuple((theme, scale) for scale in (1.0, 2.0) for theme in THEMES)
"""Themes at text scales; the first four at 100 %."""
_SECTIONS = ("Dealership", "Sealing", "Account and window", "Data on this computer", "About")
_WORDS = {"vehicle": "95 % interval", "fleet": "cars"}


@dataclass(frozen=True)
class Picture:
    """One picture: what state the program was in, which screen, in which look."""

    state: str
    screen: str
    look: str
    file: str


class Camera:
    """Walks one open window through its screens and keeps pictures in ``folder``."""

    def __init__(self, opened: OpenWindow, folder: Path, state: str) -> None:
        self.opened = opened
        self.hands = Hands(opened.window, _PATIENCE_S)
        self.pictures: list[Picture] = []
        self._folder = folder
        self._state = state
        self._calm = 0

    def looks(self, screen: str, looks: tuple[tuple[ThemeChoice, float], ...] = LOOKS, *, notes: bool = False) -> None:
        """What is in front, in every look; ``notes`` that stand in the corner are kept."""
        account = self.opened.window.account
        for theme, scale in looks:
            account.choose(theme)
            account.enlarge(scale)
            if not notes:
                self.opened.window.toasts.clear()  # the offer of the tour would stand on every picture
            self._keep(screen, f"{theme.value} {scale:.0%}")

    def screens(self, looks: tuple[tuple[ThemeChoice, float], ...] = LOOKS, only: tuple[str, ...] = ()) -> None:
        """Every screen, or ``only`` those with these keys; Settings and Help page by page."""
        desk = self.opened.window.desk
        assert desk is not None
        for spec in (spec for spec in SCREENS if not only or spec.key in only):
            for argument in {"settings": _SECTIONS, "help": ORDER}.get(spec.key, ("",)):
                if spec.key == "vehicle":
                    rows = desk.models.fleet.index.snapshot.rows
                    if not rows:
                        continue
                    desk.open_vin(next((row for row in rows if row.grade == "A"), rows[0]).vin)
                else:
                    desk.open_screen(spec.key, _(argument) if spec.key == "settings" else argument)
                self._settle(_WORDS.get(spec.key, ""))
                self.looks(f"{spec.title} {argument}".strip(), looks)

    def _seen(self) -> QPixmap:
        """The window, with the menus that stand over it."""
        window = self.opened.window
        picture = window.grab()
        painter = QPainter(picture)
        for popup in QApplication.topLevelWidgets():
            if popup is not window and popup.isVisible():
                painter.drawPixmap(window.mapFromGlobal(popup.pos()), popup.grab())
        painter.end()
        return picture

    def _settle(self, words: str) -> None:
        """Until nothing is at work any more, and ``words`` are read if they come at all."""
        self._calm = 0
        self.hands.until(self.is_calm, "the work is done")
        if words and self._state == "full" and language() == ENGLISH:
            self.hands.until(lambda: self.hands.sees(words), words)

    def is_calm(self) -> bool:
        """Nothing has been at work for some looks: what one job found may begin the next."""
        self._calm = 0 if self.opened.runner.board.running else self._calm + 1
        return self._calm > _ROUNDS

    def _keep(self, screen: str, look: str) -> None:
        for _round in range(_ROUNDS):
            QApplication.processEvents()
        name = f"{self._state}-{screen}-{look}".lower().replace(" ", "-").replace("%", "")
        self._seen().save(str(self._folder / f"{name}.png"))
        self.pictures.append(Picture(self._state, screen, look, f"{name}.png"))


@contextmanager
def window(
    app: QApplication, options: Options, prepare: Callable[[Wiring], None], *, demo: bool
) -> Iterator[OpenWindow]:
    """The real window on a wiring that ``prepare`` has signed in or spoilt."""
    wiring = Wiring(options)
    wiring.take_profile()
    try:
        prepare(wiring)
        opened = OpenWindow(app, wiring, demo=demo)
    except BaseException:
        wiring.close()
        raise
    opened.window.resize(*_SIZE)
    opened.window.show()
    try:
        yield opened
    finally:
        opened.window.account.enlarge(1.0)
        opened.window.account.choose(ThemeChoice.LIGHT)
        opened.close()
        app.processEvents()
