"""What a section gets in its hands: the sheet, the content, and the words and figures of the language."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

from reportlab.lib.colors import Color, HexColor

from celliq_desktop.domain.letterheads import ACCENT
from celliq_desktop.reports.content import ReportContent
from celliq_desktop.reports.fields import Field, Provenance
from celliq_desktop.reports.formats import Formats
from celliq_desktop.reports.sheet import Sheet
from celliq_desktop.reports.structure import Element


@dataclass(frozen=True, slots=True)
class Page:
    """One page in the making."""

    sheet: Sheet
    content: ReportContent
    catalogue: Mapping[str, str]
    formats: Formats

    @property
    def accent(self) -> Color:
        """The dealer's colour, for the letterhead, the first heading and the address; marks of charts and health keep
        ours, so that the papers of two dealers compare."""
        return HexColor(self.content.letterhead.accent or ACCENT)

    def say(self, key: str, **values: object) -> str:
        """The words of ``key`` with their placeholders filled."""
        words = self.catalogue[key]
        return words.format(**values) if values else words

    def say_count(self, key: str, count: float, /, **values: object) -> str:
        """The words of ``key`` in the form that ``count`` takes, where the language has more than one."""
        form = f"{key}.{self.formats.plural(count)}"
        return self.say(form if form in self.catalogue else key, **values)

    def part(self, role: str, *, alt: str | None = None, scope: str | None = None) -> AbstractContextManager[Element]:
        """What is drawn inside is an element of the document's tree; see ``structure.Element``."""
        return self.sheet.structure.element(role, alt=alt, scope=scope)

    def worded(self, key: str, otherwise: str) -> str:
        """The words of ``key`` where the catalogue has them, else what a server or an algorithm said itself."""
        return self.catalogue.get(key, otherwise)

    def provenance(self, field: Field) -> str:
        """``measured``, ``estimated``, ... in the language."""
        return self.say(field.provenance.value)

    def value(self, field: Field) -> str:
        """The value in words; empty when it is not known."""
        if field.value is None or field.provenance in (Provenance.NOT_AVAILABLE, Provenance.NOT_DERIVABLE):
            return ""
        if isinstance(field.value, str):
            return f"{field.value} {field.unit}" if field.unit and field.unit != "date" else field.value
        digits = 0 if isinstance(field.value, int) or field.unit == "km" else 1
        value, unit = self.formats.local(field.value, field.unit or "")
        number = self.formats.number(value, digits)
        if f"unit_{unit}" in self.catalogue:
            unit = self.say_count(f"unit_{unit}", field.value)
        return f"{number}\N{NO-BREAK SPACE}{unit}".rstrip("\N{NO-BREAK SPACE}")
