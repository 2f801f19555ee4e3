"""The model server: one request in, one answer out. It shares nothing with the product or its sandbox."""

import hashlib
import json
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tests.support.model.books import Books
from tests.support.model.fleet import FLEET
from tests.support.model.messages import Heard, Said
from tests.support.model.orders import ORDERS
from tests.support.model.tokens import Doorman

_OPEN = ("/auth/", "/reports/public/")


@dataclass(slots=True)
class Late:
    """A request whose effect happens ``at`` a later moment, and whose answer nobody hears."""

    at: float
    heard: Heard


@dataclass
class ModelServer:
    """Thread-safe. ``heard`` counts requests by name; ``tokens_seen`` keeps every bearer token that arrived."""

    books: Books
    heard: Counter[str] = field(default_factory=Counter)
    tokens_seen: set[str] = field(default_factory=set)
    lock: threading.RLock = field(default_factory=threading.RLock)
    _late: list[Late] = field(default_factory=list)
    _answers: dict[str, tuple[str, Said]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.door = Doorman(self.books.now, self.books.ways)

    def answer(self, heard: Heard) -> Said:
        """Carry out the request; the answer."""
        with self.lock:
            self.heard[heard.name] += 1
            self.settle()
            return self._carried_out(heard)

    def count(self, heard: Heard) -> None:
        """A request that arrived and was not carried out."""
        with self.lock:
            self.heard[heard.name] += 1

    def carry_out_later(self, heard: Heard, seconds: float) -> None:
        """The request arrived; it takes effect ``seconds`` from now. Tokens are not handed out late: a server that did
        so would sign out whoever asked again."""
        with self.lock:
            self.heard[heard.name] += 1
            late_s = 0.0 if heard.path.startswith("/auth/") else seconds
            self._late.append(Late(self.books.now() + late_s, heard))
            self.settle()

    def settle(self) -> None:
        """What was late and is due takes effect. Tokens are looked at when a request arrives, not when it is done."""
        due = [one for one in self._late if one.at <= self.books.now()]
        self._late = [one for one in self._late if one not in due]
        for one in due:
            self._performed(one.heard)

    @property
    def spent(self) -> int:
        """Credits spent, late ones that are due included."""
        with self.lock:
            self.settle()
            return len(self.books.ledger)

    def _carried_out(self, heard: Heard) -> Said:
        if heard.token:
            self.tokens_seen.add(heard.token)
        if not heard.path.startswith(_OPEN) and not self.door.lets_in(heard.token):
            return Said(401, {"detail": "Token is missing or has expired."})
        return self._performed(heard)

    def _performed(self, heard: Heard) -> Said:
        key = heard.headers.get("idempotency-key", "")
        if self.books.ways.honours_keys and key and heard.method == "POST":
            return self._once(key, heard)
        return self._done(heard)

    def _once(self, key: str, heard: Heard) -> Said:
        """The first answer under this key, again (draft-ietf-httpapi-idempotency-key-header-07)."""
        if any(one.heard.headers.get("idempotency-key") == key for one in self._late):
            return Said(409, {"detail": "This request is still being worked on."})
        print_ = hashlib.sha256(f"{heard.path} {json.dumps(heard.json, sort_keys=True)}".encode()).hexdigest()
        if key in self._answers:
            known, said = self._answers[key]
            return said if known == print_ else Said(422, {"detail": "This key was used for another request."})
        said = self._done(heard)
        if said.status < 300:
            self._answers[key] = print_, replace(said, headers={**said.headers, "Idempotent-Replayed": "true"})
        return said

    def _done(self, heard: Heard) -> Said:
        if heard.path == "/auth/login":
            return self._tokens(self.door.sign_in(heard.json.get("email", ""), heard.json.get("password", "")))
        if heard.path == "/auth/refresh":
            return self._tokens(self.door.renew(heard.json.get("refresh_token", "")))
        route = ROUTES.get(heard.name)
        return Said(404, {"detail": "Not Found"}) if route is None else route(self.books, heard)

    def _tokens(self, pair: dict[str, object] | None) -> Said:
        return Said(401, {"detail": "Not accepted."}) if pair is None else Said(200, pair)


Route = Callable[[Books, Heard], Said]
ROUTES: dict[str, Route] = {**FLEET, **ORDERS}
