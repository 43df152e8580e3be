"""The words that templates share: forms of address, citations, dates, and what the message is called."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from replies.dates import in_words
from replies.facts import CaseFacts, LetterKind, OrganisationFacts, Part, StaffFacts
from replies.rights import STATUTORY, in_order

_NUMBERS = ("nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien")
_MATTERS = {
    "complaint": ("klacht", "complaint"),
    "breach_report": ("melding", "report"),
    "question": ("vraag", "question"),
}
_AUTHORITIES = {
    "nl": {
        "AP": "de Autoriteit Persoonsgegevens (autoriteitpersoonsgegevens.nl)",
        "GBA": "de Gegevensbeschermingsautoriteit (gegevensbeschermingsautoriteit.be)",
        "VTC": "de Vlaamse Toezichtcommissie (contact@toezichtcommissie.be)",
    },
    "en": {
        "AP": "the Dutch data protection authority, the Autoriteit Persoonsgegevens "
        "(autoriteitpersoonsgegevens.nl)",
        "GBA": "the Belgian data protection authority, the Gegevensbeschermingsautoriteit "
        "(gegevensbeschermingsautoriteit.be)",
        "VTC": "the Flemish supervisory commission, the Vlaamse Toezichtcommissie "
        "(contact@toezichtcommissie.be)",
    },
}
_OR_ELSE = {"nl": " of, voor zover bevoegd, ", "en": " or, where competent, "}
_MATCHING = {
    "nl": "een bijeenkomst waar {u} was, de organisatie waar {u} werkt of werkte, of {uw} postcode",
    "en": "an event you attended, the organisation you work or worked for, or your postcode",
}
_FINDING = {
    "nl": "{uw} naam, {uw} postcode en woonplaats, en de school, het bedrijf of de organisatie waardoor wij {ujou} kennen",
    "en": "your name, your postcode and town, and the school, company or organisation through which we know you",
}


def words(
    organisation: OrganisationFacts,
    case: CaseFacts | None,
    staff: StaffFacts | None,
    part: Part,
    language: str,
    today: date,
) -> dict[str, Any]:
    """Return everything a template of this part may name.

    `f(u, je)` picks by form of address, `c(nl, be)` by country. Raises ValueError for a label no letter can name.
    """
    form = _pick(first=organisation.form == "u")
    labels = frozenset(case.labels if case else ())
    return {
        "org": organisation,
        "case": case,
        "staff": staff,
        "today": today,
        "be": organisation.country == "BE",
        "f": form,
        "c": _pick(first=organisation.country == "NL"),
        "u": form("u", "je"),
        "U": form("U", "Je"),
        "uw": form("uw", "je"),
        "Uw": form("Uw", "Je"),
        "fg": "functionaris voor gegevensbescherming "
        + ("(FG)" if organisation.country == "NL" else "(DPO)"),
        "art": _article(language, organisation.country),
        "d": lambda moment: in_words(moment, language),
        "years": lambda count: _years(count, language),
        "counted": _counted,
        "rights": in_order(part.labels),
        "labels": frozenset(part.labels),
        "matter": _matter(labels, part.kind, language),
        "breach": "breach_report" in labels,
        "pauses": organisation.suspends if case is None or case.pauses is None else case.pauses,
        "authorities": _OR_ELSE[language].join(
            _AUTHORITIES[language][authority.value] for authority in organisation.authorities
        ),
        "route": organisation.complaint_route[1:]
        if part.kind is LetterKind.COMPLAINT_ANSWER
        else organisation.complaint_route,
        "late": case is not None and case.due is not None and today > case.due,
        "matching_data": _matching_data(organisation, language, _MATCHING),
        "finding_data": _matching_data(organisation, language, _FINDING),
        "ways": tuple(way.value for way in organisation.identification_ways),
    }


def _pick(*, first: bool) -> Callable[[str, str], str]:
    return lambda one, other: one if first else other


def _article(language: str, country: str) -> Callable[..., str]:
    """Return how this language and country cite the AVG: "artikel 12 lid 6 van de AVG", "Article 12(6) GDPR"."""

    def cite(place: str, point: str = "") -> str:
        number, _, paragraph = place.partition(" lid ")
        if language == "en":
            return f"Article {number}({paragraph}) GDPR" if paragraph else f"Article {number} GDPR"
        pieces = [f"artikel {number}", f"lid {paragraph}" if paragraph else "", point]
        used = [piece for piece in pieces if piece]
        if country == "BE" and len(used) > 1:
            return f"{', '.join(used)}, van de AVG"
        return f"{' '.join(used)} van de AVG"

    return cite


def _matter(labels: frozenset[str], kind: LetterKind, language: str) -> str:
    """Return what the message is called: a request, or a complaint, report or question when it is only that."""
    index = 0 if language == "nl" else 1
    if kind is LetterKind.NEUTRAL_ACKNOWLEDGEMENT:
        return ("bericht", "message")[index]
    if labels & (STATUTORY | {"unsubscribe"}):
        return ("verzoek", "request")[index]
    only = next(iter(labels)) if len(labels) == 1 else ""
    return _MATTERS.get(only, ("bericht", "message"))[index]


def _matching_data(organisation: OrganisationFacts, language: str, default: Mapping[str, str]) -> str:
    if organisation.matching_data and language == "nl":
        return _listed(organisation.matching_data)
    polite = organisation.form == "u"
    return default[language].format(
        u="u" if polite else "je", uw="uw" if polite else "je", ujou="u" if polite else "jou"
    )


def _listed(items: Sequence[str]) -> str:
    *first, last = items
    return f"{', '.join(first)} en {last}" if first else last


def _years(count: int, language: str) -> str:
    if language == "en":
        return "one year" if count == 1 else f"{count} years"
    return f"{_NUMBERS[count] if count < len(_NUMBERS) else count} jaar"


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
