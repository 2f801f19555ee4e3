"""Starts the sandbox: one HTTP server on loopback, in a thread of its own or for as long as stdin stays open."""

import signal
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from celliq_desktop.sandbox.billing_pages import billing_routes
from celliq_desktop.sandbox.cariqa.routes import cariqa_routes
from celliq_desktop.sandbox.cariqa.world import TOKEN as CARIQA_TOKEN
from celliq_desktop.sandbox.cariqa.world import USER_ID as CARIQA_USER
from celliq_desktop.sandbox.cariqa.world import CariqaWorld
from celliq_desktop.sandbox.celliq.answers import Rejected, no_such_path, rejected
from celliq_desktop.sandbox.celliq.payments import accept_event
from celliq_desktop.sandbox.celliq.routes import api_routes
from celliq_desktop.sandbox.celliq.till import Till
from celliq_desktop.sandbox.celliq.tokens import TokenOffice
from celliq_desktop.sandbox.celliq.world import EMAIL, PASSWORD, World
from celliq_desktop.sandbox.clock import Now, system_now
from celliq_desktop.sandbox.consent_pages import consent_routes
from celliq_desktop.sandbox.ev_energy.routes import ev_energy_routes
from celliq_desktop.sandbox.ev_energy.world import TOKEN as EV_ENERGY_TOKEN
from celliq_desktop.sandbox.ev_energy.world import USER_ID as EV_ENERGY_USER
from celliq_desktop.sandbox.ev_energy.world import EvEnergyWorld
from celliq_desktop.sandbox.faults import FAULTS, MIDDLEWARE, SHORT_TOKENS, WORDS, Faulty
from celliq_desktop.sandbox.public_pages import page_routes
from celliq_desktop.sandbox.stripe.books import READ_KEY, StripeBooks
from celliq_desktop.sandbox.stripe.routes import stripe_routes

Around = Callable[[ASGIApp], ASGIApp]

_START_S = 30.0
_ACCESS_S = 900.0
_SHORT_ACCESS_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxOptions:
    """``port`` 0 takes a free one; ``seed`` decides every car; ``faults`` are names of ``faults.FAULTS``."""

    port: int = 0
    vehicles: int = 60
    seed: int = 1
    seed_only: bool = False
    faults: tuple[str, ...] = ()
    credits: int = 25
    now: Now = system_now


@dataclass(frozen=True, slots=True)
class SandboxUrls:
    """Where it listens and who may sign in (cli.md ``sandbox``); services it does not serve are None."""

    api_url: str
    verify_base_url: str
    email: str = EMAIL
    password: str = PASSWORD
    ev_energy_url: str | None = None
    cariqa_url: str | None = None
    ev_energy_token: str | None = EV_ENERGY_TOKEN
    ev_energy_user: str | None = EV_ENERGY_USER
    cariqa_token: str | None = CARIQA_TOKEN
    cariqa_user: str | None = CARIQA_USER
    stripe_url: str | None = None
    stripe_key: str | None = None


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


class RunningSandbox:
    """A sandbox that listens; ``stop`` it."""

    def __init__(
        self,
        server: _Server,
        thread: threading.Thread,
        urls: SandboxUrls,
        world: World,
        ev_energy: EvEnergyWorld,
        cariqa: CariqaWorld,
    ) -> None:
        self.urls = urls
        self.world = world
        self.ev_energy = ev_energy
        self.cariqa = cariqa
        self._server = server
        self._thread = thread

    def stop(self) -> None:
        """End it and wait; harmless twice."""
        self._server.should_exit = True
        self._thread.join(_START_S)

    def run_until_stdin_closes(self) -> None:
        """Block until stdin closes or SIGTERM comes, then stop."""
        signal.signal(signal.SIGTERM, _end)
        try:
            while sys.stdin.buffer.read(4096):
                pass
        except (SystemExit, KeyboardInterrupt):
            pass
        finally:
            self.stop()


def start_sandbox(options: SandboxOptions | None = None, *, around: Around = lambda app: app) -> RunningSandbox:
    """Listen and return; ValueError for a fault it does not know, OSError when the port is taken. What ``around``
    makes of the application is served: somebody who looks at everything that is said."""
    chosen = options or SandboxOptions()
    unknown = set(chosen.faults) - set(FAULTS)
    if unknown:
        raise ValueError(f"no such fault: {', '.join(sorted(unknown))}; known are {', '.join(FAULTS)}")
    listener = socket.create_server(("127.0.0.1", chosen.port))
    port = listener.getsockname()[1]
    world = _world(chosen, f"http://127.0.0.1:{port}")
    ev_energy = _ev_energy(chosen, world)
    cariqa = CariqaWorld(origin=world.origin, now=chosen.now, words=world.words)
    app = around(_app(world, ev_energy, cariqa, frozenset(chosen.faults)))
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off")
    server = _Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="sandbox")
    thread.start()
    if not server.listening.wait(_START_S):
        server.should_exit = True
        raise OSError("the sandbox did not start")
    urls = SandboxUrls(
        api_url=f"{world.origin}/api",
        verify_base_url=world.origin,
        ev_energy_url=ev_energy.base,
        cariqa_url=cariqa.base,
        stripe_url=f"{world.origin}/stripe",
        stripe_key=READ_KEY,
    )
    return RunningSandbox(server, thread, urls, world, ev_energy, cariqa)


def _routes(world: World) -> list[BaseRoute]:
    pages = [*page_routes(world), *consent_routes(world), *billing_routes(world)]
    return [*api_routes(world), *stripe_routes(world.till.books), *pages]


def _world(options: SandboxOptions, origin: str) -> World:
    access_s = _SHORT_ACCESS_S if SHORT_TOKENS in options.faults else _ACCESS_S
    world = World(
        seed=options.seed,
        size=options.vehicles,
        credits_balance=options.credits,
        seed_only=options.seed_only,
        origin=origin,
        now=options.now,
        office=TokenOffice(options.now, access_s),
        words=frozenset(options.faults) & frozenset(WORDS),
    )
    world.till = Till(StripeBooks(origin, options.now, lambda event, signature: accept_event(world, event, signature)))
    return world


def _ev_energy(options: SandboxOptions, world: World) -> EvEnergyWorld:
    by_number = {one.number: one for one in world.cars.values()}
    return EvEnergyWorld(
        origin=world.origin, now=options.now, fleet=by_number.get, seed_only=options.seed_only, words=world.words
    )


def _app(world: World, ev_energy: EvEnergyWorld, cariqa: CariqaWorld, faults: frozenset[str]) -> ASGIApp:
    routes = [*cariqa_routes(cariqa), *_routes(world), *ev_energy_routes(ev_energy)]
    app: ASGIApp = Starlette(routes=routes, exception_handlers={Rejected: rejected, HTTPException: no_such_path})
    return Faulty(app, faults) if faults & frozenset(MIDDLEWARE) else app


def _end(_signal: int, _frame: object) -> NoReturn:
    raise SystemExit(0)
