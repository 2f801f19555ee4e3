"""Forgetting a person: an e-mail address is taken out of every text of the file, and what the server sends of it later
is not taken in again.

Works on whatever tables there are, so that a table of a later release, or of an older backup, is not overlooked. Who
was forgotten is remembered as a keyed hash only.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.outbox import OperationState, fingerprint
from celliq_desktop.domain.vehicles import Vehicle
from celliq_desktop.mirror import meta
from celliq_desktop.mirror.driver import Execute
from celliq_desktop.mirror.rows import Row, stamp

_KEY = "forgotten-key"
_ADDRESS = re.compile(r"[^\s\"'<>()\[\],;:\\@]+@[^\s\"'<>()\[\],;:\\@]+")
_UNDER_WAY = (OperationState.SENDING, OperationState.IN_DOUBT, OperationState.RECONCILING)
_GONE = "(forgotten)"


class _ForgottenRow(Row):
    __tablename__ = "forgotten"

    digest: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[str]


@dataclass(frozen=True, slots=True)
class Taken:
    """``rows`` that held the address; ``cancelled`` operations that would have been sent to it."""

    rows: int = 0
    cancelled: int = 0


def remember(session: Session, email: str, now: datetime) -> None:
    """From now on rows of the server that name ``email`` are taken in without it."""
    session.connection().exec_driver_sql(
        "INSERT OR REPLACE INTO forgotten (digest, at) VALUES (?, ?)", (_digest(session, email), stamp(now))
    )


def cleaner(session: Session) -> Callable[[str], str] | None:
    """Takes forgotten addresses out of a text; None while nobody was forgotten."""
    known = {row[0] for row in session.execute(text("SELECT digest FROM forgotten"))}
    if not known:
        return None

    def one(match: re.Match[str]) -> str:
        address = match.group().rstrip(".")
        return _GONE if _digest(session, address) in known else match.group()

    return lambda given: _ADDRESS.sub(one, given)


def cleaned(session: Session, cars: Sequence[Vehicle]) -> Sequence[Vehicle]:
    """Cars without sellers who were forgotten."""
    clean = cleaner(session)
    if clean is None:
        return cars
    return tuple(
        car
        if clean(car.raw) == car.raw and (not car.seller_email or clean(car.seller_email) == car.seller_email)
        else replace(car, seller_email=None, raw=clean(car.raw))
        for car in cars
    )


def under_way(session: Session, email: str) -> int:
    """Operations about this person whose outcome is not known yet: those must end first."""
    states = ", ".join(f"'{state.value}'" for state in _UNDER_WAY)
    rows = session.connection().exec_driver_sql(f"SELECT * FROM outbox WHERE state IN ({states})")
    return sum(any(_pattern(email).search(value) for value in row if isinstance(value, str)) for row in rows)


def sellers_of_gone_cars(session: Session, before: datetime) -> tuple[str, ...]:
    """Addresses whose cars all left the fleet before ``before``."""
    rows = session.execute(
        text(
            "SELECT lower(seller_email) AS email FROM vehicles WHERE seller_email IS NOT NULL"
            " GROUP BY lower(seller_email) HAVING max(coalesce(deleted_at, '9')) < :before ORDER BY email"
        ),
        {"before": stamp(before)},
    )
    return tuple(row.email for row in rows)


def take_out(execute: Execute, email: str, now: datetime) -> Taken:
    """Take ``email`` out of every text of the file, inside a transaction of the caller's."""
    cancelled = _cancel(execute, email, now)
    rows = 0
    pattern, token = _pattern(email), f"forgotten-{secrets.token_hex(4)}"
    for table in list(_tables(execute)):
        rows += _from_table(execute, table, email, pattern, token)
    return Taken(rows, cancelled)


def _from_table(execute: Execute, table: str, email: str, pattern: re.Pattern[str], token: str) -> int:
    columns = [(row[1], bool(row[3])) for row in execute(f'PRAGMA table_info("{table}")')]
    found = 0
    needles = {email.lower(), _escaped(email).lower()}
    where = " OR ".join(f'instr(lower("{name}"), ?)' for name, _needed in columns for _needle in needles)
    values = tuple(needle for _column in columns for needle in needles)
    names = ", ".join(f'"{name}"' for name, _needed in columns)
    for row in list(execute(f'SELECT rowid, {names} FROM "{table}" WHERE {where}', values)):
        changed: dict[str, str | None] = {}
        for (name, needed), value in zip(columns, row[1:], strict=True):
            if isinstance(value, str) and pattern.search(value):
                whole = pattern.fullmatch(value) is not None
                changed[name] = None if whole and not needed else pattern.sub(token, value)
        if "payload" in changed and any(name == "payload_sha" for name, _needed in columns):
            changed["payload_sha"] = fingerprint(changed["payload"] or "")
        if changed:
            sets = ", ".join(f'"{name}" = ?' for name in changed)
            execute(f'UPDATE OR REPLACE "{table}" SET {sets} WHERE rowid = ?', (*changed.values(), row[0]))
            found += 1
    return found


def _cancel(execute: Execute, email: str, now: datetime) -> int:
    """What would still be sent to this person is not."""
    active = tuple(state.value for state in OperationState if state.active)
    marks = ", ".join("?" * len(active))
    columns = [row[1] for row in execute("PRAGMA table_info(outbox)")]
    if not columns:
        return 0
    pattern, count = _pattern(email), 0
    for row in list(execute(f"SELECT op_id, state, * FROM outbox WHERE state IN ({marks})", active)):
        if any(isinstance(value, str) and pattern.search(value) for value in row[2:]):
            execute("UPDATE outbox SET state = 'cancelled' WHERE op_id = ?", (row[0],))
            execute(
                "INSERT INTO outbox_events (op_id, at, from_state, to_state, note) VALUES (?, ?, ?, 'cancelled', ?)",
                (row[0], stamp(now), row[1], "the seller was forgotten"),
            )
            count += 1
    return count


def _tables(execute: Execute) -> Iterator[str]:
    for row in execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"):
        yield str(row[0])


def _pattern(email: str) -> re.Pattern[str]:
    """The address and nothing longer: forgetting an@x.de leaves jan@x.de and an@x.dev alone."""
    forms = "|".join(re.escape(form) for form in {email, _escaped(email)})
    return re.compile(rf"(?<![\w.+%-])(?:{forms})(?![\w-]|\.\w)", re.IGNORECASE)


def _escaped(email: str) -> str:
    """As JSON text writes it."""
    return json.dumps(email)[1:-1]


def _digest(session: Session, email: str) -> str:
    key = meta.value(session, _KEY)
    if key is None:
        key = secrets.token_hex(32)
        meta.put(session, _KEY, key)
    return hashlib.blake2b(email.casefold().encode(), key=bytes.fromhex(key), digest_size=16).hexdigest()
