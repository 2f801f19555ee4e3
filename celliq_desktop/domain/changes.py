"""What a job changed, so that screens can decide whether to look again."""

from dataclasses import dataclass
from enum import Enum


class Topic(Enum):
    """The nouns a change can be about."""

    VEHICLES = "vehicles"
    READINGS = "readings"
    ESTIMATES = "estimates"
    REPORTS = "reports"
    SETTINGS = "settings"
    SUBSCRIPTION = "subscription"
    OUTBOX = "outbox"
    INVITES = "invites"
    EXPORTS = "exports"
    INVOICES = "invoices"
    PROVIDERS = "providers"
    CHARGING = "charging"
    ACCOUNT = "account"
    LINKS = "links"
    REMOTE = "remote_vehicles"


@dataclass(frozen=True, slots=True)
class Changes:
    """Topics touched, and the ids where they are few; an empty ``ids`` means "any of them"."""

    topics: frozenset[Topic] = frozenset()
    ids: frozenset[str] = frozenset()

    @classmethod
    def of(cls, *topics: Topic, ids: frozenset[str] = frozenset()) -> "Changes":
        """Short form for one or more topics."""
        return cls(frozenset(topics), ids)

    def __or__(self, other: "Changes") -> "Changes":
        ids = (
            self.ids | other.ids
            if (self.ids or not self.topics) and (other.ids or not other.topics)
            else frozenset[str]()
        )
        return Changes(self.topics | other.topics, ids)

    def touches(self, *topics: Topic) -> bool:
        """True when any of ``topics`` changed."""
        return not self.topics.isdisjoint(topics)

    def __bool__(self) -> bool:
        return bool(self.topics)
