"""The words of the paper, by language: ``words_of("de")["verdict"]``."""

from collections.abc import Mapping

from celliq_desktop.domain.problems import Refused
from celliq_desktop.reports.finding_words import FINDINGS
from celliq_desktop.reports.guide_words import GUIDE
from celliq_desktop.reports.words_de import GERMAN
from celliq_desktop.reports.words_en import ENGLISH
from celliq_desktop.reports.words_es import SPANISH
from celliq_desktop.reports.words_fr import FRENCH
from celliq_desktop.reports.words_it import ITALIAN
from celliq_desktop.reports.words_nl import DUTCH
from celliq_desktop.reports.words_pl import POLISH

_PAGES = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "nl": DUTCH, "es": SPANISH, "it": ITALIAN, "pl": POLISH}
CATALOGUES: Mapping[str, Mapping[str, str]] = {
    language: {**words, **GUIDE[language], **FINDINGS[language]} for language, words in _PAGES.items()
}
"""Every language with all its words; a test keeps their keys equal. Words with a number may have forms beside their own
key, such as ``more.few``, by the plural rules of their language (CLDR)."""


def words_of(language: str) -> Mapping[str, str]:
    """The catalogue; Refused ``language_not_offered`` for a language the paper does not speak."""
    try:
        return CATALOGUES[language]
    except KeyError as error:
        raise Refused(
            "language_not_offered",
            f"The report is not offered in the language “{language}”.",
            next_step=f"Choose one of: {', '.join(CATALOGUES)}.",
            safe="No report was written.",
        ) from error
