"""The dealer's own details, as the server keeps them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from celliq_desktop.domain.ids import DealerId


@dataclass(frozen=True, slots=True, kw_only=True)
class DealerSettings:
    """celliq.yaml ``Settings``; the whole endpoint is ASSUMED, so every screen lives without it. ``etag`` is the tag of
    an answer just read, so that a change can say which state it is a change of; None from the mirror."""

    dealer_id: DealerId
    dealer_name: str
    address: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None
    locale: str = "en"
    currency: str = "EUR"
    distance_unit: str = "km"
    report_footer: str | None = None
    updated_at: datetime | None = None
    raw: str = "{}"
    etag: str | None = None


EDITABLE = ("dealer_name", "address", "contact_email", "contact_phone", "locale", "distance_unit", "report_footer")
"""The fields of celliq.yaml ``SettingsPatch``."""
NEEDED = frozenset({"dealer_name", "locale", "distance_unit"})
"""Never empty in ``SettingsPatch``; the others may be null."""


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """One field that was changed here and, meanwhile, elsewhere."""

    field: str
    yours: str | None
    theirs: str | None


def editable(settings: DealerSettings) -> dict[str, str | None]:
    """The editable fields by name."""
    return {name: getattr(settings, name) for name in EDITABLE}


def compared(
    began: Mapping[str, str | None], mine: Mapping[str, str | None], newest: Mapping[str, str | None]
) -> tuple[dict[str, str | None], tuple[FieldConflict, ...]]:
    """What an edit that ``began`` from one state changes of the ``newest`` one, and where somebody else changed the
    same field to another value. A field that was left alone is never sent, so that theirs stays."""
    touched = {name: value for name, value in mine.items() if value != began.get(name)}
    patch = {name: value for name, value in touched.items() if value != newest.get(name)}
    conflicts = tuple(
        FieldConflict(name, value, newest.get(name))
        for name, value in patch.items()
        if newest.get(name) != began.get(name)
    )
    return patch, conflicts
