"""Whether pages show what their data says: the part of a paper that people read."""

import re

from celliq_desktop.domain.examinations import SealsAlike, TwinFacts
from celliq_desktop.domain.paper import SEAL_REASON
from celliq_desktop.domain.reports import SealCheck
from celliq_desktop.domain.text import N_
from celliq_desktop.reports import qr
from celliq_desktop.reports.formats import Formats
from celliq_desktop.reports.page_text import headline_of, text_of
from celliq_desktop.reports.pdf import render
from celliq_desktop.reports.same_paper import same_paper
from celliq_desktop.reports.twin import RENDERER, content_from_twin
from celliq_desktop.reports.words import words_of

OTHER_VERSION = N_("Another version of this program made the pages; only their main figures were compared.")
_BLANK = re.compile(r"\s+")
_OTHER_CODE = N_("The code on the page is not the one this report was sealed with.")
_OTHER_PAGES = N_("The pages do not show what was sealed with them.")


def shows(pdf: bytes, *, vin: str, soh_percent: float) -> bool:
    """True when the text of ``pdf`` holds the VIN (grouped or not), and the one number where the state of health stands
    is ``soh_percent``: the same figure elsewhere on the page does not count."""
    return vin in _BLANK.sub("", text_of(pdf)) and headline_of(pdf) == (f"{soh_percent:.1f}",)


def page_doubt(pdf: bytes, facts: TwinFacts, seal: SealCheck, twin: str, sealed_alike: SealsAlike) -> str | None:
    """Why the pages of a sealed file cannot be believed; None when they show what was sealed.

    Somebody may seal false pages over true data, with a certificate of the true issuer's name. So the pages are drawn
    again from the twin, and sealed again in the same name for the same moment; both must be the same. Pages of another
    version of ours can only be read: code, VIN, figures, days and issuer must be there.
    """
    try:
        if qr.read_back(pdf) != (facts.verify_url,):
            return _OTHER_CODE
        if facts.renderer == RENDERER:
            return None if same_paper(pdf, _honest(seal, twin, sealed_alike)) else _OTHER_PAGES
        return None if _shows_facts(pdf, facts) else _OTHER_PAGES
    except ValueError:  # the twin is not one that a paper of ours was drawn from
        return _OTHER_PAGES
    except Exception:  # a hostile page may break any reader; that is a doubt, too
        return N_("The page cannot be read.")


def _honest(seal: SealCheck, twin: str, sealed_alike: SealsAlike) -> bytes:
    """The paper as the desk that ``seal`` names would have sealed it."""
    drawn = render(content_from_twin(twin))
    if seal.issuer is None or seal.sealed_at is None:
        raise ValueError("a seal without name or time")
    return sealed_alike(drawn, twin=twin, issuer=seal.issuer, moment=seal.sealed_at, reason=SEAL_REASON)


def _shows_facts(pdf: bytes, facts: TwinFacts) -> bool:
    if not shows(pdf, vin=facts.vin or "", soh_percent=facts.soh_percent or 0.0):
        return False
    language = facts.language or "en"
    formats, grade = Formats(language, facts.region), words_of(language)["grade"]
    wanted = [facts.issuer, formats.day(facts.generated_at), formats.day(facts.valid_until)]
    interval = (facts.soh_low_percent, facts.soh_high_percent)
    wanted += [formats.number(edge) for edge in interval if edge is not None]
    if facts.grade:
        wanted.append(grade.format(grade=facts.grade))
    if facts.odometer_km is not None:
        wanted.append(formats.quantity(facts.odometer_km, "km", 0))
    text = _BLANK.sub("", text_of(pdf).split("\f")[0])
    return all(_BLANK.sub("", words) in text for words in wanted if words)
