"""What staff do with a case in one click: actions that are events and nothing more."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy.orm import Session

from assistant.core.case import EventKind, Json, Outcome, Status
from assistant.core.identification import Ask
from assistant.core.ledger import Kind
from assistant.core.pauses import Ground
from assistant.stages import ladder_advice
from assistant.stages.act import Action, FieldKind, FormField, NotPossible, Step, Values, required
from assistant.stages.casework import Work
from assistant.stages.context import Context

K = EventKind


def _open(work: Work) -> bool:
    return work.case.is_open


def _request(work: Work) -> bool:
    return work.case.is_open and work.case.kind is Kind.REQUEST


def day_of(values: Values, name: str, what: str, work: Work, context: Context) -> datetime:
    """A typed date as the end of that day at the organisation, not later than now.

    Raises:
        NotPossible: it is no date, or it lies in the future or before the request.
    """
    typed = required(values, name, what)
    try:
        chosen = date.fromisoformat(typed)
    except ValueError as error:
        raise NotPossible(f"{what}: dit is geen datum. Schrijf 2026-03-31.") from error
    zone = work.organisation.timezone
    if chosen > context.now().astimezone(zone).date():
        raise NotPossible(f"{what}: deze datum ligt in de toekomst.")
    if chosen < work.case.received.astimezone(zone).date():
        raise NotPossible(f"{what}: deze datum ligt voor de ontvangst van het verzoek.")
    return min(datetime.combine(chosen, time(12), tzinfo=zone), context.now())


def _note(context: Context, session: Session, work: Work, values: Values) -> list[Step]:
    return [(K.NOTED, {"text": required(values, "text", "de notitie")[:20_000]})]


def _assign(context: Context, session: Session, work: Work, values: Values) -> list[Step]:
    who = required(values, "assignee", "aan wie")
    if who == work.case.assignee:
        raise NotPossible("Deze medewerker heeft de zaak al.")
    return [(K.ASSIGNED, {"assignee": who})]


def _identify(context: Context, session: Session, work: Work, values: Values) -> list[Step]:
    level = required(values, "level", "hoe de identiteit is vastgesteld")
    if level not in {"0", "1", "2", "3"}:
        raise NotPossible("Kies een van de vier manieren.")
    data: dict[str, Json] = {
        "level": int(level),
        "reason": required(values, "reason", "waarop u dat baseert")[:2000],
    }
    if work.case.evidence_received is None and work.case.ledger.identification_asked is not None:
        data["received_at"] = day_of(values, "received", "wanneer het bewijs kwam", work, context).isoformat()
    return [(K.IDENTIFIED, data)]


def _identify_fields(context: Context, work: Work) -> tuple[FormField, ...]:
    from_levels = tuple((str(number), words) for number, words in LEVEL_WORDS.items())
    found = [
        FormField("level", "Hoe is de identiteit vastgesteld", FieldKind.CHOICE, from_levels),
        FormField(
            "reason",
            "Waarop baseert u dat",
            FieldKind.LONG,
            hint="Schrijf geen nummers van documenten op en geen BSN.",
        ),
    ]
    if work.case.evidence_received is None and work.case.ledger.identification_asked is not None:
        found.append(
            FormField(
                "received",
                "Wanneer kwam het bewijs",
                FieldKind.DATE,
                hint="Op die dag loopt de termijn weer verder.",
            )
        )
    return tuple(found)


LEVEL_WORDS = {
    0: "Bekend adres, en de controle van de afzender klopt",
    1: "Bevestigd vanaf het bekende adres, of met gegevens die beide kanten kennen",
    2: "Ingelogd, teruggebeld op een bekend nummer, of langsgeweest",
    3: "Identiteitsbewijs laten zien (bekeken, niet gekopieerd)",
}


def _insufficient(context: Context, session: Session, work: Work, values: Values) -> list[Step]:
    return [
        (K.IDENTIFICATION_INSUFFICIENT, {"reason": required(values, "reason", "wat er ontbreekt")[:2000]})
    ]


def _ask_identity(context: Context, session: Session, work: Work, values: Values) -> list[Step]:
    verdict = ladder_advice.advice(session, work)
    data: dict[str, Json] = {"level": 1, "ways": list(work.organisation.identification.ways), "reason": ""}
    if isinstance(verdict, Ask):
        data |= {
            "level": int(verdict.level),
            "ways": list(verdict.ways),
            "reasonable_doubt": verdict.reasonable_doubt,
        }
    data["reason"] = required(values, "reason", "waarom u twijfelt")[:2000]
    return [(K.IDENTIFICATION_ASKED, data)]


def _clarified(context: Context, session: Session, work: Work, values: Values) -> list[Step]:
    at = day_of(values, "received", "wanneer het antwoord kwam", work, context)
    return [(K.CLARIFIED, {"received_at": at.isoformat()})]


def _suspend(context: Context, session: Session, work: Work, values: Values) -> list[Step]:
    ground = required(values, "ground", "waarom de termijn stilstaat")
    at = day_of(values, "asked", "wanneer u het vroeg", work, context)
    data: dict[str, Json] = {
        "ground": ground,
        "asked_at": at.isoformat(),
        "note": values.get("note", "")[:2000],
    }
    if ground == Ground.CLARIFICATION:
        data["large_quantity"] = True
    return [(K.SUSPENDED, data)]


def _resume(context: Context, session: Session, work: Work, values: Values) -> list[Step]:
    waiting_identity = work.case.status is Status.AWAITING_IDENTIFICATION
    at = day_of(values, "received", "wanneer het antwoord kwam", work, context)
    data: dict[str, Json] = {
        "ground": Ground.IDENTIFICATION if waiting_identity else Ground.CLARIFICATION,
        "received_at": at.isoformat(),
    }
    if waiting_identity:
        level = required(values, "level", "hoe de identiteit is vastgesteld")
        data["level"] = int(level) if level in {"0", "1", "2", "3"} else 1
    return [(K.RESUMED, data)]


def _close(context: Context, session: Session, work: Work, values: Values) -> list[Step]:
    outcome = required(values, "outcome", "de uitkomst")
    if outcome not in list(Outcome):
        raise NotPossible("Kies een uitkomst uit de lijst.")
    return [
        (
            K.CLOSED,
            {"outcome": outcome, "reason": required(values, "reason", "waarom u de zaak sluit")[:2000]},
        )
    ]


def _unflag(context: Context, session: Session, work: Work, values: Values) -> list[Step]:
    return [(K.UNFLAGGED, {"flag": required(values, "flag", "welke markering")})]


def _identity_actions() -> tuple[Action, ...]:
    """Who it is."""
    return (
        Action(
            "identificeer", "Identiteit vaststellen", "Leg vast dat u weet om wie het gaat. Het document zelf bewaart u niet.",
            "identiteit", lambda w: _request(w) and w.case.identity_level is None, _identify_fields, _identify,
        ),
        Action(
            "bewijs-onvoldoende", "Bewijs is niet genoeg", "Wat er kwam is niet genoeg. Daarna kunt u opnieuw vragen.",
            "identiteit", lambda w: _request(w) and w.case.evidence_waiting,
            lambda c, w: (FormField("reason", "Wat ontbreekt er", FieldKind.LONG),), _insufficient,
        ),
        Action(
            "vraag-identificatie", "Om identificatie vragen", "De machine stuurt meteen de vraag om identificatie.",
            "identiteit",
            lambda w: _request(w) and w.case.identity_level is None
            and (w.case.ledger.identification_asked is None or w.case.may_ask_again),
            lambda c, w: (FormField("reason", "Waarom twijfelt u wie dit is", FieldKind.LONG),), _ask_identity,
        ),
    )  # fmt: skip


def _term_actions() -> tuple[Action, ...]:
    """What makes the term stand still or run on."""
    return (
        Action(
            "verduidelijkt", "Verduidelijking is binnen", "De persoon heeft laten weten waar het om gaat.", "termijn",
            lambda w: w.case.status is Status.AWAITING_CLARIFICATION,
            lambda c, w: (FormField("received", "Wanneer kwam het antwoord", FieldKind.DATE),), _clarified,
        ),
        Action(
            "buiten-mail-gevraagd", "Vraag buiten de mail vastleggen",
            "U vroeg iets per telefoon of aan de balie. Leg vast wanneer; dan klopt de termijn.", "termijn",
            lambda w: _request(w) and w.case.status in {Status.IN_PROGRESS, Status.TRIAGE},
            lambda c, w: (
                FormField(
                    "ground", "Wat vroeg u", FieldKind.CHOICE,
                    (("identification", "Wie de persoon is"), ("clarification", "Waar het verzoek over gaat (veel gegevens)")),
                ),
                FormField("asked", "Wanneer vroeg u het", FieldKind.DATE),
                FormField("note", "Toelichting", FieldKind.LONG, required=False),
            ), _suspend,
        ),
        Action(
            "buiten-mail-antwoord", "Antwoord buiten de mail vastleggen", "De persoon gaf antwoord per telefoon of aan de balie.",
            "termijn",
            lambda w: w.case.status in {Status.AWAITING_IDENTIFICATION, Status.AWAITING_CLARIFICATION},
            lambda c, w: (
                FormField("received", "Wanneer kwam het antwoord", FieldKind.DATE),
                *((FormField("level", "Hoe is de identiteit vastgesteld", FieldKind.CHOICE,
                    tuple((str(n), t) for n, t in LEVEL_WORDS.items())),)
                  if w.case.status is Status.AWAITING_IDENTIFICATION else ()),
            ), _resume,
        ),
    )  # fmt: skip


def _work_actions() -> tuple[Action, ...]:
    """Who does it, and what colleagues should know."""
    return (
        Action(
            "toewijzen", "Toewijzen", "Geef de zaak aan een collega.", "werk", _open,
            lambda c, w: (FormField("assignee", "Aan wie", FieldKind.PERSON),), _assign,
        ),
        Action(
            "loslaten", "Loslaten", "De zaak is daarna van niemand.", "werk", lambda w: _open(w) and w.case.assignee is not None,
            steps=lambda c, s, w, v: [(K.UNASSIGNED, {})],
        ),
        Action(
            "notitie", "Notitie", "Een notitie voor collega's. De betrokkene mag het dossier opvragen: schrijf zakelijk.",
            "werk", lambda w: True, lambda c, w: (FormField("text", "Notitie", FieldKind.LONG),), _note,
        ),
        Action(
            "markering-weg", "Markering weghalen", "U hebt ernaar gekeken.", "werk", lambda w: bool(w.case.flags),
            lambda c, w: (
                FormField("flag", "Welke markering", FieldKind.CHOICE, tuple((flag, flag) for flag in sorted(w.case.flags))),
            ), _unflag,
        ),
    )  # fmt: skip


def _end_actions() -> tuple[Action, ...]:
    """The end of a case without a letter, and its return."""
    outcomes = tuple(
        (outcome.value, outcome.value) for outcome in Outcome if outcome is not Outcome.DUPLICATE
    )
    return (
        Action(
            "sluiten", "Sluiten zonder brief", "Sluit de zaak. Een antwoord met een brief sluit u bij het goedkeuren van die brief.",
            "einde", _open,
            lambda c, w: (
                FormField("outcome", "Uitkomst", FieldKind.CHOICE, outcomes),
                FormField("reason", "Waarom", FieldKind.LONG),
            ), _close,
        ),
        Action(
            "heropenen", "Heropenen", "De zaak gaat weer open, met dezelfde termijn.", "einde",
            lambda w: not w.case.is_open and w.case.merged_into is None and not w.case.purged,
            steps=lambda c, s, w, v: [(K.REOPENED, {})],
        ),
    )  # fmt: skip


def simple_actions() -> tuple[Action, ...]:
    """The actions that are events and nothing more."""
    return (*_identity_actions(), *_term_actions(), *_work_actions(), *_end_actions())
