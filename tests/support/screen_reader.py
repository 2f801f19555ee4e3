"""A screen reader's view of the real program: in a process of its own, on a screen and buses of its own, asked over
AT-SPI's D-Bus interfaces (names and numbers as in the interface files of at-spi2-core)."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jeepney import (
    DBusAddress,
    DBusErrorResponse,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    message_bus,
    new_method_call,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import unwrap_msg

from tests.house.source import ROOT

NEEDS = ("Xvfb", "dbus-daemon", "/usr/libexec/at-spi-bus-launcher")
"""Programs without which nobody can listen."""
LONGEST_S = 150.0
"""Seconds; the program's first sync and estimates take most of it beside other tests."""
_SOON_S = 10.0
"""Seconds until a bus that is being started is asked anew."""
_BREATH_S = 0.1
_ACCESSIBLE, _ACTION = "org.a11y.atspi.Accessible", "org.a11y.atspi.Action"
_REGISTRY, _ROOT_PATH = "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_KEY_SYMBOL = 3
"""AT-SPI's number for a key that is named by its X11 symbol: pressed and let go."""
KEYS = {"Return": 0xFF0D, "Escape": 0xFF1B, "Tab": 0xFF09, "Down": 0xFF54, "Right": 0xFF53}
_STATES = {4: "checked", 7: "editable", 8: "enabled", 11: "focusable", 12: "focused", 23: "selected", 25: "showing"}
"""AT-SPI's numbers of the states that tests look at."""


Place = tuple[str, str]
"""Bus name and path."""


@dataclass(frozen=True)
class Node:
    """One accessible thing, by its bus name and path, with what was said of it when it was looked at."""

    owner: str
    path: str
    role: str
    name: str
    description: str
    states: frozenset[str]

    @property
    def spoken(self) -> str:
        """Name and description."""
        return f"{self.name} {self.description}".strip()


class Stage:
    """A screen, a session bus and the program on them; ``close`` ends all three. The program must not end before."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self._processes: list[subprocess.Popen[bytes]] = []
        kept = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
        self._environment = kept | {
            "XDG_RUNTIME_DIR": str(home),
            "HOME": str(home),
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        try:
            session = self._open()
            # Before the program: one that finds the bus of screen readers only just starting never joins it
            self.readers = str(_waited_for(self, lambda: _bus_of_readers(session)))
            self._start([sys.executable, "-m", "celliq_desktop", *arguments])
        except BaseException:
            self.close()
            raise

    def breathe(self) -> None:
        """Let the program, or what was started last, work for a moment."""
        try:
            ended = self._processes[-1].wait(_BREATH_S)
        except subprocess.TimeoutExpired:
            return
        raise AssertionError(f"{self._processes[-1].args!r} ended with {ended}")

    def close(self) -> None:
        """End what was started, the program first."""
        for process in reversed(self._processes):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)
            if process.stdout is not None:
                process.stdout.close()

    def _open(self) -> str:
        read, write = os.pipe()
        try:
            self._start(["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x800x24"], kept=write)
        finally:
            os.close(write)
        with os.fdopen(read) as told:
            self._environment["DISPLAY"] = f":{told.readline().strip()}"
        bus = self._start(["dbus-daemon", "--session", "--nofork", "--print-address=1"], told=subprocess.PIPE)
        assert bus.stdout is not None
        address = bus.stdout.readline().decode().strip()
        self._environment["DBUS_SESSION_BUS_ADDRESS"] = address
        return address

    def _start(
        self, command: list[str], *, kept: int | None = None, told: int = subprocess.DEVNULL
    ) -> subprocess.Popen[bytes]:
        started = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=subprocess.DEVNULL,
            pass_fds=() if kept is None else (kept,),
        )
        self._processes.append(started)
        return started


def _waited_for(stage: Stage, there: Callable[[], Any]) -> Any:
    """What ``there`` gives at last; None when it never does."""
    give_up = time.monotonic() + LONGEST_S
    while time.monotonic() < give_up:
        if found := there():
            return found
        stage.breathe()
    return None


def _bus_of_readers(session: str) -> str:
    """Where screen readers listen, and their registry does, too; empty while either is only being started."""
    where = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
    registry = DBusAddress(_ROOT_PATH, _REGISTRY, _ACCESSIBLE)
    try:
        with open_dbus_connection(session) as bus:
            address = str(unwrap_msg(bus.send_and_get_reply(new_method_call(where, "GetAddress"), timeout=_SOON_S))[0])
        with open_dbus_connection(address) as readers:
            unwrap_msg(readers.send_and_get_reply(new_method_call(registry, "GetChildren"), timeout=_SOON_S))
    except (DBusErrorResponse, TimeoutError):
        return ""
    return address


class ScreenReader:
    """Reads and works the program on ``stage``, without seeing it."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._bus = open_dbus_connection(stage.readers)

    def close(self) -> None:
        """Stop listening."""
        self._bus.close()

    def tree(self, *, cells: int = 60) -> Iterator[Node]:
        """What is shown, in the order it is read; of a table the first ``cells``."""
        programs = self._ask(_REGISTRY, _ROOT_PATH, _ACCESSIBLE, "GetChildren")[0]
        for program in self._replies(_call(*one, _ACCESSIBLE, "GetChildren") for one in programs):
            if program is not None:
                yield from self._under(program[0], cells)

    def find(self, name: str, role: str = "") -> Node:
        """The shown thing whose name begins with ``name``; waits for it."""
        found: Node = self.until(
            lambda: next(
                (one for one in self.tree() if one.name.startswith(name) and role in ("", one.role)),
                None,
            ),
            f"a {role or 'thing'} “{name}”",
        )
        return found

    def until(self, there: Callable[[], Any], what: str) -> Any:
        """Look again until ``there`` gives something; AssertionError with what was waited for and what is read."""
        if found := _waited_for(self._stage, there):
            return found
        read = " | ".join(one.spoken for one in self.tree() if one.spoken)
        raise AssertionError(f"{what} did not come; what is read: {read[-3000:]}")

    def do(self, node: Node, action: str) -> None:
        """Carry out an action of ``node``: Press, Toggle, SetFocus."""
        names = [one[0] for one in self._ask(node.owner, node.path, _ACTION, "GetActions")[0]]
        self._ask(node.owner, node.path, _ACTION, "DoAction", "i", (names.index(action),))

    def press(self, key: str) -> None:
        """Press a key of ``KEYS``, or a letter."""
        where = f"{_ROOT_PATH.rsplit('/', 2)[0]}/registry/deviceeventcontroller"
        name = "org.a11y.atspi.DeviceEventController"
        self._ask(_REGISTRY, where, name, "GenerateKeyboardEvent", "isu", (KEYS.get(key) or ord(key), "", _KEY_SYMBOL))

    def type(self, words: str) -> None:
        """Type ``words`` where the keyboard is."""
        for letter in words:
            self.press(letter)

    def hear(self) -> "Hearing":
        """Begin to listen for what is announced."""
        self._ask(_REGISTRY, "/org/a11y/atspi/registry", _REGISTRY, "RegisterEvent", "sas", ("object:", []))
        return Hearing(self._stage.readers)

    def _under(self, places: list[Place], cells: int) -> Iterator[Node]:
        """What is shown at ``places`` and under each, one after the other."""
        states = self._replies(_call(*place, _ACCESSIBLE, "GetState") for place in places)
        shown = [(place, _named(state[0])) for place, state in zip(places, states, strict=True) if state is not None]
        shown = [(place, named) for place, named in shown if "showing" in named]
        questions = [question for place, _states in shown for question in _questions(place)]
        said = self._replies(questions)
        for at, (place, named) in enumerate(shown):
            role, name, words, children = said[at * 4 : at * 4 + 4]
            if role is None or name is None or words is None or children is None:
                continue  # it went between one question and the next
            yield Node(*place, str(role[0]), _plain(name), _plain(words), named)
            yield from self._under(children[0][:cells] if role[0] == "table" else children[0], cells)

    def _ask(self, owner: str, path: str, interface: str, method: str, kinds: str = "", values: Any = ()) -> Any:
        call = new_method_call(DBusAddress(path, owner, interface), method, kinds or None, values)
        return unwrap_msg(self._bus.send_and_get_reply(call, timeout=LONGEST_S))

    def _replies(self, calls: Iterable[Message]) -> list[Any]:
        """What each call is answered, asked all at once: a question at a time would wait for a busy program each time.
        None for what is not there any more."""
        answers: dict[int, Any] = {}
        for call in calls:
            serial = next(self._bus.outgoing_serial)
            self._bus.send_message(call, serial=serial)
            answers[serial] = None
        waits = set(answers)
        while waits:
            message = self._bus.receive(timeout=LONGEST_S)
            serial = message.header.fields.get(HeaderFields.reply_serial, -1)
            if serial in waits:
                waits.remove(serial)
                answers[serial] = message.body if message.header.message_type is MessageType.method_return else None
        return list(answers.values())


def _call(owner: str, path: str, interface: str, method: str, *values: str) -> Message:
    return new_method_call(DBusAddress(path, owner, interface), method, "s" * len(values) or None, values)


def _questions(place: Place) -> Iterator[Message]:
    """Role, name, description and children."""
    yield _call(*place, _ACCESSIBLE, "GetRoleName")
    for name in ("Name", "Description"):
        yield _call(*place, _PROPERTIES, "Get", _ACCESSIBLE, name)
    yield _call(*place, _ACCESSIBLE, "GetChildren")


def _named(states: list[int]) -> frozenset[str]:
    low, high = states
    return frozenset(name for at, name in _STATES.items() if (low | high << 32) >> at & 1)


def _plain(answer: Any) -> str:
    """The text of a property, no-break spaces as plain ones."""
    return str(answer[0][1]).replace("\u202f", " ").replace("\u00a0", " ")


class Hearing:
    """What was announced since it began; ``close`` it."""

    def __init__(self, address: str) -> None:
        self._bus: DBusConnection = open_dbus_connection(address)
        rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object", member="Announcement")
        self._bus.send_and_get_reply(message_bus.AddMatch(rule))
        self._rule = rule
        self._heard: list[str] = []

    def words(self) -> list[str]:
        """All of it so far."""
        while True:
            try:
                message = self._bus.receive(timeout=_BREATH_S)
            except TimeoutError:
                return self._heard
            if self._rule.matches(message):
                self._heard.append(str(message.body[3][1]).replace("\u202f", " "))

    def close(self) -> None:
        """Listen no longer."""
        self._bus.close()
