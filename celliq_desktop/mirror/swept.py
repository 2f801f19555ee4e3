"""What all swept lists share: a page is taken over, a sweep numbers what it met, and only a confirmed row is marked
gone (research/reliability.md 4.4)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy.orm import Session

from celliq_desktop.mirror.rows import stamp, unstamp


class Listed(Protocol):
    """A record of a swept list: ``updated_at`` is the server's version, ``raw`` its text."""

    @property
    def id(self) -> str: ...

    @property
    def updated_at(self) -> datetime | None: ...

    @property
    def raw(self) -> str: ...


Item = TypeVar("Item", bound=Listed)


@dataclass(frozen=True, slots=True)
class Upserted:
    """What a page changed: ids by what became of them, and how many of them this sweep had not met before."""

    new: frozenset[str]
    updated: frozenset[str]
    unchanged: frozenset[str]
    first_met: int

    @property
    def changed(self) -> frozenset[str]:
        """Ids added or updated."""
        return self.new | self.updated


@dataclass(frozen=True, slots=True)
class _Known:
    raw: str
    updated_at: str | None
    generation: int
    deleted: bool


class SweptTable(Generic[Item]):
    """One mirrored list: ``name`` of its table, ``columns`` without the sweep's own two, ``values`` of a record in that
    order; ``cleaned`` leaves out what must not be taken in; ``written`` is told the ids of rows that were added or
    updated, in the same transaction."""

    def __init__(
        self,
        name: str,
        columns: Sequence[str],
        values: Callable[[Item], tuple[object, ...]],
        *,
        cleaned: Callable[[Session, Sequence[Item]], Sequence[Item]] = lambda _session, items: items,
        written: Callable[[Session, Sequence[str]], None] = lambda _session, _ids: None,
    ) -> None:
        self.name = name
        self._values = values
        self._cleaned = cleaned
        self._written = written
        self._upsert = (
            f"INSERT INTO {name} ({', '.join(columns)}, generation, deleted_at)"
            f" VALUES ({', '.join('?' * len(columns))}, ?, NULL) ON CONFLICT (id) DO UPDATE SET "
            + ", ".join(f"{column} = excluded.{column}" for column in columns if column != "id")
            + f", generation = CASE WHEN {name}.generation > excluded.generation THEN {name}.generation"
            " ELSE excluded.generation END, deleted_at = NULL"
        )

    def upsert(self, session: Session, items: Sequence[Item], generation: int) -> Upserted:
        """Take a page over. An older row never replaces a newer one, but counts as met; of two versions of one row on a
        page the newer counts. ``generation`` 0: a row from elsewhere than a sweep."""
        rows = _newest(self._cleaned(session, items))
        known = self._known(session, tuple(rows))
        write: list[tuple[object, ...]] = []
        met: list[tuple[object, ...]] = []
        new, updated = set[str](), set[str]()
        for item in rows.values():
            before = known.get(item.id)
            if before is None or before.deleted:
                new.add(item.id)
            elif before.raw == item.raw or _older(item.updated_at, before.updated_at):
                if before.generation < generation:
                    met.append((generation, item.id))
                continue
            else:
                updated.add(item.id)
            write.append((*self._values(item), generation))
        connection = session.connection()
        if write:
            connection.exec_driver_sql(self._upsert, write)
            self._written(session, (*new, *updated))
        if met:
            connection.exec_driver_sql(f"UPDATE {self.name} SET generation = ? WHERE id = ?", met)
        first_met = sum(1 for one in rows if (found := known.get(one)) is None or found.generation < generation)
        unchanged = rows.keys() - new - updated
        return Upserted(frozenset(new), frozenset(updated), frozenset(unchanged), first_met)

    def meet(self, session: Session, ids: Sequence[str], generation: int) -> Upserted:
        """A page that did not change, all of it ``alive``: its rows count as met."""
        known = self._known(session, ids)
        first = [(generation, one) for one, row in known.items() if row.generation < generation]
        if first:
            session.connection().exec_driver_sql(f"UPDATE {self.name} SET generation = ? WHERE id = ?", first)
        return Upserted(frozenset(), frozenset(), frozenset(known), len(first))

    def alive(self, session: Session, ids: Sequence[str]) -> bool:
        """True when each of these is here and lives."""
        return sum(not row.deleted for row in self._known(session, ids).values()) == len(ids)

    def unseen(self, session: Session, generation: int) -> tuple[str, ...]:
        """Ids of living rows that the sweep ``generation`` did not meet."""
        found = session.connection().exec_driver_sql(
            f"SELECT id FROM {self.name} WHERE deleted_at IS NULL AND generation < ? ORDER BY id", (generation,)
        )
        return tuple(row[0] for row in found)

    def living(self, session: Session) -> int:
        """How many rows live."""
        return self._number(session, f"SELECT count(*) FROM {self.name} WHERE deleted_at IS NULL")

    def more_than(self, session: Session, few: int) -> bool:
        """Whether more rows live than these, without counting all."""
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {self.name} WHERE deleted_at IS NULL LIMIT ?) AS few"
        return self._number(session, sql, few + 1) > few

    def met(self, session: Session, generation: int) -> int:
        """How many rows the sweep ``generation`` met."""
        return self._number(
            session, f"SELECT count(*) FROM {self.name} WHERE deleted_at IS NULL AND generation = ?", generation
        )

    def newest(self, session: Session) -> datetime | None:
        """The newest server version of any living row; None when a row has none, so that nothing can be told by
        it."""
        undated = self._number(
            session, f"SELECT EXISTS (SELECT 1 FROM {self.name} WHERE deleted_at IS NULL AND updated_at IS NULL)"
        )
        if undated:
            return None
        found = session.connection().exec_driver_sql(
            f"SELECT updated_at FROM {self.name} WHERE deleted_at IS NULL ORDER BY updated_at DESC LIMIT 1"
        )
        row = found.first()
        return None if row is None else unstamp(row[0])

    def confirm_gone(self, session: Session, ids: Iterable[str], now: datetime) -> None:
        """The server confirmed that these are gone; they are kept, marked, for thirty days of "undo"."""
        rows = [(stamp(now), one) for one in ids]
        if rows:
            session.connection().exec_driver_sql(f"UPDATE {self.name} SET deleted_at = ? WHERE id = ?", rows)

    def _known(self, session: Session, ids: Sequence[str]) -> dict[str, _Known]:
        known: dict[str, _Known] = {}
        for start in range(0, len(ids), 500):
            part = tuple(ids[start : start + 500])
            found = session.connection().exec_driver_sql(
                f"SELECT id, raw, updated_at, generation, deleted_at FROM {self.name}"
                f" WHERE id IN ({', '.join('?' * len(part))})",
                part,
            )
            known |= {row[0]: _Known(row[1], row[2], row[3], row[4] is not None) for row in found}
        return known

    def _number(self, session: Session, sql: str, *values: Any) -> int:
        return int(session.connection().exec_driver_sql(sql, values).scalar_one())


def _newest(items: Sequence[Item]) -> dict[str, Item]:
    """By id; the last of equals."""
    found: dict[str, Item] = {}
    for item in items:
        before = found.get(item.id)
        if before is None or not _older(item.updated_at, stamp(before.updated_at)):
            found[item.id] = item
    return found


def _older(updated_at: datetime | None, known: str | None) -> bool:
    """Only where both say: a row without a version is taken as it comes."""
    mine = stamp(updated_at)
    return mine is not None and known is not None and mine < known
