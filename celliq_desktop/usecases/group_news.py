"""What other desks of a group have changed, in the words of the screens."""

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.ports import CancelToken
from celliq_desktop.usecases.desk import Desk

_TOPICS = {
    "vehicles": (Topic.VEHICLES,),
    "reading_chunks": (Topic.READINGS,),
    "estimates": (Topic.ESTIMATES,),
    "car_curves": (Topic.ESTIMATES,),
    "baselines": (Topic.ESTIMATES,),
    "workshop_results": (Topic.ESTIMATES,),
    "manual_logs": (Topic.READINGS,),
    "reports": (Topic.REPORTS,),
    "dealer": (Topic.SETTINGS,),
    "subscription": (Topic.SUBSCRIPTION,),
    "outbox": (Topic.OUTBOX,),
    "invites": (Topic.INVITES,),
    "seller_lists": (Topic.INVITES,),
    "exports": (Topic.EXPORTS,),
    "invoices": (Topic.INVOICES,),
    "payments": (Topic.INVOICES,),
    "providers": (Topic.PROVIDERS,),
    "charging_sessions": (Topic.CHARGING,),
    "links": (Topic.LINKS,),
    "remote_vehicles": (Topic.REMOTE,),
    "sync_streams": (Topic.VEHICLES,),
}
"""Tables whose rows a screen shows; bookkeeping of the sync is nobody's news, but for the age of the lists."""
_ANYTHING = "*"


def group_news(desk: Desk, patience_s: float, cancel: CancelToken) -> Changes:
    """What the others have changed since the last question, as soon as there is anything; nothing after
    ``patience_s`` seconds."""
    tables = desk.mirror.group.news(patience_s, lambda: cancel.cancelled)
    if _ANYTHING in tables:
        return Changes(frozenset(Topic))
    return Changes(frozenset(topic for table in tables for topic in _TOPICS.get(table, ())))
