"""Writes that must survive: what the person asked for, as durable rows (reliability.md, research 4.2-4.3)."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from celliq_desktop.domain.ids import OperationId


class OperationState(Enum):
    """The states of research/reliability.md 4.3."""

    QUEUED = "queued"
    SENDING = "sending"
    IN_DOUBT = "in_doubt"
    RECONCILING = "reconciling"
    NEEDS_PAYMENT = "needs_payment"
    NEEDS_USER = "needs_user"
    WAITING = "waiting"
    DONE = "done"
    REJECTED = "rejected"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def active(self) -> bool:
        """True while the operation may still have an effect; at most one active operation per (kind, natural key)."""
        return self not in _TERMINAL


_TERMINAL = frozenset({OperationState.DONE, OperationState.REJECTED, OperationState.FAILED, OperationState.CANCELLED})


class CostClass(Enum):
    """What a repeated effect would cost."""

    FREE = "free"
    EMAIL = "email"
    CREDIT = "credit"
    MONEY = "money"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One row of the outbox. ``natural_key`` e.g. ``report:veh_1``; ``payload`` JSON text; ``pre_marker`` JSON text
    of the ids known for that key *before* the first attempt; ``result_ref`` the server object that closed it;
    ``settle_until`` when a late effect can no longer land."""

    op_id: OperationId
    kind: str
    natural_key: str
    payload: str
    cost_class: CostClass
    state: OperationState
    created_at: datetime
    attempts: int = 0
    pre_marker: str | None = None
    not_before: datetime | None = None
    last_sent_at: datetime | None = None
    settle_until: datetime | None = None
    result_ref: str | None = None
    checkout_url: str | None = None
    last_status: int | None = None
    last_error: str | None = None
