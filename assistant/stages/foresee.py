"""What steps would bring about, in Dutch sentences: the same core and clock, run on a copy, with nothing done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.core import clock, lifecycle
from assistant.core.case import Case, Effect, EffectKind, Event, EventKind, Json, Role
from assistant.core.errors import IllegalTransition
from assistant.core.reckoning import RequestReckoning
from assistant.stages.casework import Work
from assistant.stages.context import Context
from assistant.stages.letters import KINDS
from replies.dates import in_words
from replies.registry import LETTERS

_STATUS = {
    "triage": "te beoordelen", "awaiting_identification": "wacht op identificatie",
    "awaiting_clarification": "wacht op verduidelijking", "in_progress": "in behandeling", "closed": "gesloten",
}  # fmt: skip
_ROLE = {
    Role.HANDLER: "De behandelaars krijgen", Role.FG: "De FG krijgt", Role.SECURITY: "De contactpersoon voor beveiliging krijgt",
    Role.PRIVACY_OFFICER: "De Privacy Officer krijgt",
}  # fmt: skip
_REFUSALS = (
    ("identity is already settled", "De identiteit is al vastgesteld."),
    ("asked already", "Er is al om identificatie gevraagd. Leg eerst vast dat het antwoord niet genoeg was."),
    ("settle it before closing", "Er is om identificatie gevraagd. Stel eerst de identiteit vast."),
    ("can only lapse", "Vervallen kan alleen als om identificatie is gevraagd en er geen antwoord kwam."),
    ("confirm the labels", "Bevestig eerst de labels: wat wordt er gevraagd?"),
    (
        "extension notice was sent",
        "De termijn is al een keer verlengd. Dat kan maar een keer (artikel 12 lid 3 AVG).",
    ),
    ("merged into this one already", "Die zaak is al in deze zaak opgenomen."),
    ("merged into another", "Deze zaak is samengevoegd met een andere. Maak dat eerst ongedaan."),
    ("joined to itself", "Kies een andere zaak dan deze zelf."),
    ("must leave at least one label", "Laat minstens een label op deze zaak staan."),
    ("labels to move are not", "Deze labels staan niet op de zaak."),
    (
        "second pause",
        "Er is al een keer om verduidelijking gevraagd. Een tweede keer telt niet mee voor de termijn.",
    ),
    ("no clarification was asked", "Er is niet om verduidelijking gevraagd."),
    ("breach report knows no", "Bij de melding van een datalek bestaat dit niet."),
    ("purged", "De inhoud van deze zaak is verwijderd."),
    ("must not lie", "De datum past niet bij wat er eerder gebeurde."),
    ("before", "De datum past niet bij wat er eerder gebeurde."),
)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What will happen, as sentences; the binding date before and after."""

    lines: tuple[str, ...]
    due_before: date
    due_after: date


def in_dutch(refused: IllegalTransition) -> str:
    """Why the core refuses, in words for staff."""
    text = str(refused)
    return next(
        (dutch for mark, dutch in _REFUSALS if mark in text),
        "Dit kan nu niet bij deze zaak: zij is intussen veranderd of de gegevens passen niet.",
    )


def foresee(context: Context, work: Work, steps: Sequence[tuple[EventKind, dict[str, Json]]]) -> Foreseen:
    """Run the steps on a copy of the case.

    Raises:
        IllegalTransition: the case does not allow them.
    """
    case, effects = work.case, list[Effect]()
    for kind, data in steps:
        event = Event(kind=kind, at=context.now(), actor="vooruitblik", data=data)
        case, found = lifecycle.apply(case, event, work.policy)
        effects.extend(found)
    return Foreseen(
        tuple(dict.fromkeys(_lines(work, case, effects))),
        work.reckoning.deadline_day,
        clock.reckon(case.ledger, work.policy).deadline_day,
    )


def _lines(work: Work, after: Case, effects: Sequence[Effect]) -> Iterator[str]:
    before = work.case
    if before.status is not after.status:
        yield f"De zaak gaat van ‘{_STATUS[before.status]}’ naar ‘{_STATUS[after.status]}’."
    if after.is_open:
        yield _dates(work, after)
    for effect in effects:
        line = _line(before, after, effect)
        if line:
            yield line


def _dates(work: Work, after: Case) -> str:
    was, will = work.reckoning, clock.reckon(after.ledger, work.policy)
    if was.deadline_day != will.deadline_day:
        return f"De uiterste datum gaat van {in_words(was.deadline_day)} naar {in_words(will.deadline_day)}."
    text = f"De uiterste datum blijft {in_words(will.deadline_day)}."
    if isinstance(will, RequestReckoning) and will.suspension_open and work.case.status is not after.status:
        return f"{text} De termijn staat stil tot het antwoord er is; hoeveel dagen dat scheelt, is dan pas bekend."
    return text


def _line(before: Case, after: Case, effect: Effect) -> str:  # noqa: PLR0911 - a table in the form of a match
    match effect.kind:
        case EffectKind.SEND_LETTER if effect.letter is not None:
            return f"De machine verstuurt meteen een bericht aan de betrokkene: {LETTERS[KINDS[effect.letter]].title}."
        case EffectKind.DRAFT_LETTER:
            return "Er komt een concept klaar te staan. Dat gaat pas weg als iemand het goedkeurt."
        case EffectKind.ALARM | EffectKind.NOTIFY:
            return f"{_ROLE.get(Role(effect.to), effect.to)} bericht: {effect.reason}."
        case EffectKind.FORWARD:
            return f"{effect.to} krijgt bericht van deze zaak: {effect.reason}."
        case EffectKind.DISCARD_DRAFTS if before.drafts - before.approved:
            return "Concepten die nog niet zijn goedgekeurd, vervallen."
        case EffectKind.VOID_APPROVALS if before.approved:
            return "Goedgekeurde brieven die nog niet weg zijn, worden tegengehouden."
        case EffectKind.CANCEL_REMINDERS:
            return "De herinneringen voor deze zaak stoppen."
        case EffectKind.PURGE_SUPPLIED_DATA:
            return "Wat bij het verzoek is verstrekt, wordt verwijderd."
    return ""
