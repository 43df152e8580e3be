"""The words of the desk: Dutch names of statuses, events, roles and outcomes, and dates as people write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from assistant.core.case import Letter as CaseLetter
from assistant.stages.letters import KINDS
from classifiers import DUTCH_NAMES, LABELS
from classifiers.labels import ARTICLES
from replies.dates import DUTCH_MONTHS
from replies.facts import LetterKind
from replies.registry import LETTERS

STATUSES: Mapping[str, str] = {
    "triage": "te beoordelen",
    "awaiting_identification": "wacht op identificatie",
    "awaiting_clarification": "wacht op verduidelijking",
    "in_progress": "in behandeling",
    "closed": "gesloten",
}
OUTCOMES: Mapping[str, str] = {
    "granted": "toegewezen",
    "partly_granted": "deels toegewezen",
    "refused": "geweigerd",
    "no_data": "geen gegevens gevonden",
    "withdrawn": "ingetrokken",
    "referred_to_controller": "doorverwezen naar de verantwoordelijke",
    "forwarded_to_fg": "doorgestuurd naar de FG",
    "not_a_request": "geen privacyverzoek",
    "duplicate": "dubbel",
    "lapsed_without_identification": "vervallen zonder identificatie",
}
EVENTS: Mapping[str, str] = {
    "opened": "Zaak geopend",
    "labels_confirmed": "Labels bevestigd",
    "relabelled": "Labels gewijzigd",
    "assigned": "Toegewezen aan een medewerker",
    "unassigned": "Niet langer toegewezen",
    "noted": "Notitie",
    "acknowledged": "Ontvangst bevestigd",
    "identification_asked": "Om identificatie gevraagd",
    "identification_received": "Identificatie ontvangen",
    "identification_insufficient": "Identificatie niet voldoende",
    "identification_reminded": "Herinnerd aan identificatie",
    "identified": "Identiteit vastgesteld",
    "clarification_asked": "Om verduidelijking gevraagd",
    "clarified": "Verduidelijking ontvangen",
    "suspended": "Vraag buiten de mail vastgelegd",
    "resumed": "Antwoord buiten de mail vastgelegd",
    "extended": "Verlengd",
    "merged": "Samengevoegd met een andere zaak",
    "absorbed": "Andere zaak hierin opgenomen",
    "unmerged": "Samenvoeging ongedaan gemaakt",
    "released": "Opgenomen zaak losgemaakt",
    "split": "Gesplitst",
    "unsplit": "Splitsing ongedaan gemaakt",
    "linked": "Zaak gekoppeld",
    "unlinked": "Koppeling verwijderd",
    "mail_received": "Bericht ontvangen",
    "mail_sent": "Bericht verzonden",
    "mail_bounced": "Bericht kwam niet aan",
    "out_of_office": "Afwezigheidsbericht ontvangen",
    "status_inquired": "Gevraagd naar de stand van zaken",
    "withdrawal_asked": "Intrekking gevraagd",
    "draft_created": "Concept gemaakt",
    "draft_edited": "Concept gewijzigd",
    "draft_discarded": "Concept weggegooid",
    "draft_approved": "Concept goedgekeurd",
    "approval_voided": "Goedkeuring ingetrokken",
    "attachment_isolated": "Bijlage afgezonderd",
    "identifier_masked": "Persoonsnummer onleesbaar gemaakt",
    "flagged": "Gemarkeerd",
    "unflagged": "Markering verwijderd",
    "forwarded": "Doorgestuurd",
    "reminded": "Medewerkers herinnerd",
    "escalated": "Gemeld aan de FG",
    "closed": "Gesloten",
    "reopened": "Heropend",
    "purged": "Inhoud verwijderd",
}
FLAGS: Mapping[str, str] = {
    "ambiguous": "past misschien bij een andere zaak",
    "possible_duplicate": "misschien dubbel",
    "encrypted": "versleuteld bericht",
    "forwarded": "doorgestuurd bericht",
    "bounced": "bezorgfout",
    "withdrawal_asked": "wil intrekken",
    "isolated_attachment": "bijlage afgezonderd",
    "escalated": "gemeld aan de FG",
    "reply_to_judge": "antwoord te beoordelen",
    "identity_for_person": "identiteit te beoordelen",
    "sent_but_unchanged": "brief weg, zaak niet gewijzigd",
    "supplied_data_purged": "verstrekte gegevens verwijderd",
    "representative_lawyer": "via een advocaat",
    "representative_service": "via een dienst",
    "representative_ngo": "via een belangenorganisatie",
    "representative_guardian": "via een wettelijk vertegenwoordiger",
    "representative_parent": "via een ouder",
    "representative_other": "iemand schrijft voor een ander",
    "marketing": "gaat over reclame",
    "magazine": "VNG Magazine",
    "masked_bsn": "BSN onleesbaar gemaakt",
    "masked_rijksregisternummer": "rijksregisternummer onleesbaar gemaakt",
    "language_en": "Engels",
    "language_fr": "Frans",
    "language_other": "andere taal",
}
ROLES: Mapping[str, str] = {
    "behandelaar": "behandelaar",
    "goedkeurder": "goedkeurder",
    "fg": "FG (leest mee)",
    "beheerder": "beheerder",
}
LEVELS: Mapping[int, str] = {
    0: "0: bekend adres met geldige afzendercontrole",
    1: "1: bevestigd vanaf het bekende adres, of met gegevens die beide kanten kennen",
    2: "2: ingelogd, teruggebeld of langsgeweest",
    3: "3: identiteitsbewijs laten zien (niet gekopieerd)",
}
ALARMS: Mapping[str, str] = {
    "quarantine": "quarantaine",
    "delivery": "bezorgfout",
    "breach": "datalek gemeld",
    "alarm": "aandacht nodig",
    "notice": "ter informatie",
    "unanswered": "niet beantwoord",
    "forward": "doorgestuurd",
    "silence": "mailbox stil",
    "reminder": "termijn nadert",
}
MESSAGE_KINDS: Mapping[str, str] = {
    "person": "van een persoon",
    "machine": "van een machine",
    "doubt": "twijfel: persoon of machine",
    "bounce": "teruggekomen bericht",
    "out_of_office": "afwezigheidsbericht",
    "list": "mailinglijst",
    "newsletter": "nieuwsbrief",
    "automatic": "automatisch bericht",
    "own": "eigen bericht",
}
OUTBOX: Mapping[str, str] = {
    "pending": "wacht op verzending",
    "sending": "wordt verzonden",
    "sent": "verzonden",
    "failed": "niet bezorgd",
    "cancelled": "niet verzonden (ingetrokken)",
}
SENDER_CHECKS: Mapping[str, str] = {"pass": "klopt", "fail": "klopt niet", "none": "geen uitslag"}
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_SHORT = ("ma", "di", "wo", "do", "vr", "za", "zo")


def day(value: date | datetime | None, zone: str | None = None) -> str:
    """A date in full: "donderdag 1 oktober 2026"."""
    local = _local(value, zone)
    return (
        ""
        if local is None
        else f"{WEEKDAYS[local.weekday()]} {local.day} {DUTCH_MONTHS[local.month - 1]} {local.year}"
    )


def short_day(value: date | datetime | None, zone: str | None = None) -> str:
    """A date for a list: "do 1 okt. 2026"."""
    local = _local(value, zone)
    if local is None:
        return ""
    name = DUTCH_MONTHS[local.month - 1]
    month = name if len(name) <= 4 else f"{'mrt' if name == 'maart' else name[:3]}."
    return f"{_SHORT[local.weekday()]} {local.day} {month} {local.year}"


def short_month(number: int) -> str:
    """A month for a narrow place: "mrt"."""
    name = DUTCH_MONTHS[number - 1]
    return "mrt" if name == "maart" else name[:3]


def moment(value: datetime | None, zone: str = "Europe/Amsterdam") -> str:
    """A moment in an organisation's own time: "do 1 okt. 2026, 14.05 uur"."""
    if value is None:
        return ""
    local = value.astimezone(ZoneInfo(zone))
    return f"{short_day(local)}, {local:%H.%M} uur"


def hour(value: datetime, zone: str) -> str:
    """The hour of a moment whose day is told already: "14.05 uur"."""
    return f"{value.astimezone(ZoneInfo(zone)):%H.%M} uur"


def _local(value: date | datetime | None, zone: str | None) -> date | None:
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(zone)).date() if zone else value.date()
    return value


def days_left(due: date, today: date) -> str:
    """How far away a date is, in words."""
    left = (due - today).days
    if left < 0:
        return "1 dag te laat" if left == -1 else f"{-left} dagen te laat"
    return {0: "vandaag", 1: "morgen"}.get(left, f"nog {left} dagen")


def urgency(due: date, today: date, *, is_open: bool = True) -> str:
    """The class of a date: late, soon (within a week), or calm."""
    if not is_open:
        return "klaar"
    left = (due - today).days
    return "laat" if left < 0 else "gauw" if left <= 7 else "rustig"


def letter_title(kind: str) -> str:
    """What staff call a letter of this kind, by its own name or by that of the event that asked for it."""
    name = kind.replace("-", "_")
    if name in CaseLetter._value2member_map_:
        return LETTERS[KINDS[CaseLetter(name)]].title
    return LETTERS[LetterKind(name)].title if name in LetterKind._value2member_map_ else "Brief"


def size(count: int) -> str:
    """A file size for people."""
    if count < 1024:
        return f"{count} bytes"
    return (
        f"{count / 1024:.0f} kB" if count < 1024 * 1024 else f"{count / 1024 / 1024:.1f} MB".replace(".", ",")
    )


def labels(names: list[str] | tuple[str, ...] | frozenset[str]) -> str:
    """Several labels in the guide's order, joined for reading."""
    return ", ".join(DUTCH_NAMES[name] for name in LABELS if name in set(names))


def thousands(value: int) -> str:
    """A whole number as Dutch people write it: 12.345."""
    return f"{value:,}".replace(",", ".")


def decimal(value: float, places: int = 1) -> str:
    """A number with a comma: 1.234,5."""
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def _named(table: Mapping[Any, str], otherwise: str) -> Callable[[Any], str]:
    """The Dutch word; what has none yet is told in general, because a code of ours means nothing to staff."""
    return lambda key: table.get(key, otherwise)


flag_name = _named(FLAGS, "gemarkeerd")


FILTERS: dict[str, Callable[..., str]] = {
    "dag": day,
    "kortedag": short_day,
    "moment": moment,
    "status": _named(STATUSES, "onbekende stand"),
    "uitkomst": _named(OUTCOMES, "andere uitkomst"),
    "gebeurtenis": _named(EVENTS, "Andere gebeurtenis"),
    "vlag": flag_name,
    "rol": _named(ROLES, "andere rol"),
    "label": _named(DUTCH_NAMES, "iets anders"),
    "labels": labels,
    "artikel": _named(ARTICLES, ""),
    "alarm": _named(ALARMS, "aandacht nodig"),
    "soort": _named(MESSAGE_KINDS, "ander bericht"),
    "controle": _named(SENDER_CHECKS, "geen uitslag"),
    "uur": hour,
    "verzending": _named(OUTBOX, "onbekend"),
    "brief": letter_title,
    "trap": _named(LEVELS, "onbekend"),
    "grootte": size,
    "getal": thousands,
    "komma": decimal,
}
GLOBALS: dict[str, Any] = {
    "nog": days_left,
    "timedelta": timedelta,
    "haast": urgency,
    "LABELS": LABELS,
    "STATUSES": STATUSES,
    "OUTCOMES": OUTCOMES,
    "ROLES": ROLES,
    "LEVELS": LEVELS,
}
