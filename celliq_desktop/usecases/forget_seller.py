"""Forget a seller: out of the rows, the search, what was set aside, the outbox with its history, the ledger, every
backup, damaged copies and the logs of this computer. The car stays; CellIQ's own copy is CellIQ's."""

from dataclasses import dataclass
from datetime import timedelta

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import forgotten, meta
from celliq_desktop.usecases.desk import Desk

_MONTHS = "forget-after-months"
CHOICES = (0, 3, 6, 12, 24, 36)
"""Months after its last car left the fleet that a seller is forgotten; 0 is never."""
_MONTH = timedelta(days=30.4375)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """``rows`` of the mirror that held the address, ``cancelled`` changes that would have been sent, ``backups`` it was
    taken out of, ``elsewhere`` files of logs and damaged copies."""

    rows: int
    cancelled: int
    backups: int
    elsewhere: int

    @property
    def found(self) -> bool:
        """True when this computer knew the address at all."""
        return bool(self.rows or self.backups or self.elsewhere)

    @property
    def words(self) -> str:
        """The same in a sentence."""
        if not self.found:
            return N_("This computer knows nobody with that address.")
        cancelled = (
            N_(" {cancelled} waiting changes were cancelled.").format(cancelled=self.cancelled)
            if self.cancelled
            else ""
        )
        return N_(
            "Forgotten: {rows} rows, {backups} backups, {elsewhere} other files.{cancelled}"
            " Lists and tables that were saved to other folders are not looked at: delete those yourself."
        ).format(rows=self.rows, backups=self.backups, elsewhere=self.elsewhere, cancelled=cancelled)


def forget_seller(desk: Desk, email: str) -> tuple[Forgotten, Changes]:
    """Take ``email`` out of everything this computer keeps. NeedsYou ``wrong_input``, ``seller_busy``."""
    address = email.strip()
    name, at, host = address.partition("@")
    if not (name and at and host) or len(address.split()) != 1:
        raise NeedsYou(
            "wrong_input", N_("That is no e-mail address."), next_step=N_("Give the seller's e-mail address.")
        )
    now = desk.clock.now()
    with desk.mirror.write() as session:
        if forgotten.under_way(session, address):
            raise NeedsYou(
                "seller_busy",
                N_("A message to this seller is being sent or checked just now."),
                safe=N_("Nothing was changed."),
                next_step=N_("Sync until Activity shows how it ended, then try again."),
            )
        forgotten.remember(session, address, now)
        taken = forgotten.take_out(session.connection().exec_driver_sql, address, now)
    copies = desk.mirror.in_copies(lambda execute: forgotten.take_out(execute, address, now).rows > 0)
    desk.mirror.checkpoint()
    result = Forgotten(
        rows=taken.rows, cancelled=taken.cancelled, backups=copies, elsewhere=desk.forget_elsewhere(address)
    )
    return result, Changes.of(Topic.VEHICLES, Topic.OUTBOX)


def months(desk: Desk) -> int:
    """Months after which sellers of cars that left are forgotten; 0 is never."""
    with desk.mirror.read() as session:
        kept = meta.value(session, _MONTHS)
    return int(kept) if kept is not None and kept.isdigit() else 0


def set_months(desk: Desk, number: int) -> None:
    """Choose one of ``CHOICES``; it takes effect with the next upkeep."""
    if number not in CHOICES:
        raise NeedsYou("wrong_input", N_("That is not one of the periods offered."))
    with desk.mirror.write() as session:
        meta.put(session, _MONTHS, str(number))


def forget_old_sellers(desk: Desk) -> int:
    """Forget those whose time has come; how many."""
    number = months(desk)
    if number == 0:
        return 0
    with desk.mirror.read() as session:
        due = forgotten.sellers_of_gone_cars(session, desk.clock.now() - number * _MONTH)
    for email in due:
        forget_seller(desk, email)
    return len(due)
