"""Actions that end in a letter: a draft is made and filled in as far as staff said; it leaves after approval only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from assistant.core import clock
from assistant.core.case import EventKind, Json
from assistant.core.ledger import Kind
from assistant.core.reckoning import RequestReckoning
from assistant.settings import Organisation
from assistant.stages import casework
from assistant.stages.act import Action, FieldKind, FormField, NotPossible, Step, Values, required
from assistant.stages.casework import Work
from assistant.stages.context import Context
from assistant.stages.draft import create, facts_for, filled, template_of, wrong_field
from assistant.stages.letters import LetterKind, StaffFacts, case_facts
from assistant.stages.original_mail import original_mail
from assistant.stages.staff import tell_staff
from replies.choose import choose
from replies.facts import CaseFacts, Decision, Part, Phase
from replies.fields import FIELDS
from replies.fill import FieldError
from replies.grounds import GROUNDS
from replies.registry import LETTERS
from replies.rights import STATUTORY

_DRAFTED = "Er komt een concept klaar te staan. Er gaat nog niets naar de betrokkene: dat gebeurt pas na goedkeuring."
_REFUSABLE = frozenset(GROUNDS)


def write(
    context: Context,
    session: Session,
    work: Work,
    parts: tuple[Part, ...],
    values: dict[str, str],
    actor: str,
) -> str:
    """Make a draft of these parts with these fields filled in; returns its page.

    Raises:
        NotPossible: a value does not fit its field, or no letter can be made of the case.
    """
    if work.row.person_address is None:
        raise NotPossible("Er is geen e-mailadres van de betrokkene bekend.")
    try:
        row = create(context, session, work, parts, actor=actor)
    except ValueError as problem:
        raise NotPossible(
            "Van deze zaak kan deze brief niet worden gemaakt. Kijk de gegevens van de zaak na."
        ) from problem
    given = {name: value for name, value in values.items() if value.strip()}
    if given:
        template = template_of(context, work, row)
        try:
            row.body, row.values = filled(template, given).body, given
        except FieldError as problem:
            raise NotPossible(wrong_field(template, problem)) from problem
    return f"/zaken/{work.case.reference}/concept/{row.id}"


def _labels(work: Work) -> tuple[str, ...]:
    return tuple(sorted(work.case.labels - {"other"}))


def _answerable(work: Work) -> bool:
    return work.case.is_open and work.case.understood and bool(_labels(work))


def _request(work: Work) -> bool:
    return _answerable(work) and work.case.kind is Kind.REQUEST


def _extended_due(context: Context, work: Work) -> date:
    ledger = replace(work.case.ledger, extension_notice_sent=context.now())
    return clock.reckon(ledger, work.policy).deadline_day


def _extend_fields(context: Context, work: Work) -> tuple[FormField, ...]:
    grounds = next(field for field in FIELDS[LetterKind.EXTENSION] if field.name == "ground").choices
    return (
        FormField(
            "ground", "Waarom is er meer tijd nodig", FieldKind.CHOICE, tuple((c.label, c.label) for c in grounds),
            hint="Drukte of vakantie is geen reden (artikel 12 lid 3 AVG).",
        ),
        FormField("reasons", "Concreet: waarom kost juist dit verzoek meer tijd", FieldKind.LONG),
        FormField("already", "Wat kunt u nu al geven of doen", FieldKind.LONG, required=False),
    )  # fmt: skip


def _extend_steps(context: Context, session: Session, work: Work, values: Values) -> list[Step]:
    return [(EventKind.EXTENDED, {"sent_at": context.now().isoformat()})]


def _extend(context: Context, session: Session, work: Work, values: Values, actor: str) -> str:
    typed = {
        "ground": required(values, "ground", "waarom er meer tijd nodig is"),
        "reasons": required(values, "reasons", "de concrete redenen"),
        "already": values.get("already", ""),
        "new_due": _extended_due(context, work).isoformat(),
    }
    return write(context, session, work, (Part(LetterKind.EXTENSION, _labels(work)),), typed, actor)


def _may_extend(work: Work) -> bool:
    reckoning = work.reckoning
    return (
        _request(work)
        and bool(STATUTORY & work.case.labels)
        and isinstance(reckoning, RequestReckoning)
        and work.case.ledger.extension_notice_sent is None
    )


def _extend_promise(work: Work) -> tuple[str, ...]:
    reckoning = work.reckoning
    if not isinstance(reckoning, RequestReckoning):
        return (_DRAFTED,)
    from replies.dates import in_words  # noqa: PLC0415

    return (
        _DRAFTED,
        f"De brief moet uiterlijk {in_words(reckoning.notice_due)} weg zijn, anders telt de verlenging niet.",
    )


def _refuse_fields(context: Context, work: Work) -> tuple[FormField, ...]:
    labels = tuple(label for label in _labels(work) if label in _REFUSABLE)
    grounds = dict.fromkeys(choice.label for label in labels for choice in GROUNDS[label])
    return (
        FormField("labels", "Wat weigert u", FieldKind.LABELS, tuple((label, label) for label in labels)),
        FormField("ground", "Op welke wettelijke grond", FieldKind.CHOICE, tuple((g, g) for g in grounds)),
        FormField("reasons", "Redenen: de feiten, en waarom de grond hier geldt", FieldKind.LONG),
        FormField("instead", "Wat doet u wel", FieldKind.LONG, required=False),
    )


def _refuse(context: Context, session: Session, work: Work, values: Values, actor: str) -> str:
    refused = [
        label for label in required(values, "labels", "wat u weigert").split(",") if label in work.case.labels
    ]
    ground = required(values, "ground", "de wettelijke grond")
    for label in refused:
        if ground not in {choice.label for choice in GROUNDS.get(label, ())}:
            raise NotPossible("Deze grond past niet bij alles wat u weigert. Maak per recht een eigen keuze.")
    decisions = dict.fromkeys(refused, Decision.REFUSED)
    facts = facts_for(context, work, phase=Phase.ANSWER, decisions=decisions)
    options = choose(facts)
    if not refused or not options:
        raise NotPossible("Kies wat u weigert.")
    parts = options[0].parts
    several = len(parts) > 1
    typed: dict[str, str] = {}
    for part in parts:
        if part.kind is LetterKind.REFUSAL:
            prefix = f"{'_'.join(part.labels)}." if several else ""
            typed |= {
                f"{prefix}scope": "alles",
                f"{prefix}ground": ground,
                f"{prefix}reasons": required(values, "reasons", "de redenen"),
                f"{prefix}instead": values.get("instead", ""),
            }
    return write(context, session, work, parts, typed, actor)


def _letters(work: Work) -> tuple[tuple[str, str], ...]:
    """The letters to a person that staff may want beside the one that was drafted."""
    shown = (
        LetterKind.NO_DATA, LetterKind.STATUS_ANSWER, LetterKind.QUESTION_ANSWER, LetterKind.COMPLAINT_ANSWER,
        LetterKind.FEE_WARNING, LetterKind.REQUEST_WITHDRAWN, LetterKind.RESTRICTION_LIFTING, LetterKind.IDENTIFICATION_LAPSED,
        LetterKind.DIRECT_MARKETING, LetterKind.BREACH_THANKS,
    )  # fmt: skip
    return (
        ("antwoord", "Het antwoord, met een deel per recht"),
        *((kind.value, LETTERS[kind].title) for kind in shown),
    )


def _other(context: Context, session: Session, work: Work, values: Values, actor: str) -> str:
    chosen = required(values, "letter", "welke brief")
    if chosen == "antwoord":
        options = choose(facts_for(context, work, phase=Phase.ANSWER))
        if not options:
            raise NotPossible("Bij deze labels hoort geen brief.")
        return write(context, session, work, options[0].parts, {}, actor)
    if chosen not in dict(_letters(work)):
        raise NotPossible("Kies een brief uit de lijst.")
    return write(context, session, work, (Part(LetterKind(chosen), _labels(work)),), {}, actor)


def _clarify_steps(context: Context, session: Session, work: Work, values: Values) -> list[Step]:
    return [(EventKind.CLARIFICATION_ASKED, {"asked_at": context.now().isoformat(), "large_quantity": True})]


def _clarify(context: Context, session: Session, work: Work, values: Values, actor: str) -> str:
    typed = {
        "quantity": required(values, "quantity", "welke grote hoeveelheid gegevens u hebt"),
        "options": required(values, "options", "waaruit de persoon kan kiezen"),
    }
    asked = tuple(label for label in _labels(work) if label in {"access", "portability"})
    return write(context, session, work, (Part(LetterKind.CLARIFICATION, asked),), typed, actor)


def _refer(context: Context, session: Session, work: Work, values: Values, actor: str) -> str:
    typed = {
        "activity": required(values, "activity", "de activiteit"),
        "controller": required(values, "controller", "de organisatie"),
        "controller_contact": required(values, "contact", "hoe die te bereiken is"),
    }
    return write(context, session, work, (Part(LetterKind.PROCESSOR_REFERRAL, _labels(work)),), typed, actor)


def has_fg(organisation: Organisation) -> bool:
    """Whether there is an FG to forward to."""
    return organisation.dpo is not None


def _to_fg(context: Context, session: Session, work: Work, values: Values, actor: str) -> str:
    reason = required(values, "reason", "waarom de FG dit moet behandelen")[:2000]
    organisation = work.organisation
    address = organisation.dpo.address if organisation.dpo else None
    if address is not None:
        original = original_mail(session, work)
        staff = StaffFacts(
            reason="Een medewerker vraagt om dit te behandelen.",
            link=f"{context.settings.desk.base_url}/zaken/{work.case.reference}",
            attached=original is not None,
        )
        facts: CaseFacts = case_facts(work.case, work.reckoning, organisation, context.now())
        tell_staff(
            context, session, organisation.id, "forward", f"fg:{work.row.id}:{work.row.version}", "doorgestuurd naar de FG",
            case_id=work.row.id, facts=facts, letter=LetterKind.FORWARD_FG, staff_facts=staff, to=(address,),
            attachments=(original,) if original else (),
        )  # fmt: skip
    data: dict[str, Json] = {"to": address or "fg", "reason": reason}
    casework.happen(context, session, work, EventKind.FORWARDED, data, actor=actor)
    today = context.now().astimezone(organisation.timezone).date().isoformat()
    part = Part(LetterKind.FORWARDED_TO_FG, _labels(work))
    return write(context, session, work, (part,), {"forwarded_on": today}, actor)


def _fg_promise(work: Work) -> tuple[str, ...]:
    if work.organisation.dpo is None or work.organisation.dpo.address is None:
        return ("Er is geen adres van de FG ingevuld. Breng de FG zelf op de hoogte.", _DRAFTED)
    told = "De FG krijgt meteen een mail met het oorspronkelijke bericht en een link naar deze zaak."
    kept = "Is het bericht te groot, of staat er een BSN of identiteitsbewijs in? Dan krijgt de FG alleen de link."
    return (told, kept, _DRAFTED)


def letter_actions() -> tuple[Action, ...]:
    """The actions that end in a letter."""
    drafted = lambda work: (_DRAFTED,)  # noqa: E731 - one line in the table below
    return (
        Action(
            "vraag-verduidelijking", "Om verduidelijking vragen",
            "Alleen bij inzage of overdracht van heel veel gegevens (overweging 63 AVG).", "termijn",
            lambda w: _request(w) and bool(w.case.labels & {"access", "portability"}) and w.case.ledger.clarification_asked is None,
            lambda c, w: (
                FormField("quantity", "Welke grote hoeveelheid gegevens is er", FieldKind.LONG),
                FormField("options", "Waaruit kan de persoon kiezen", FieldKind.LONG, hint="Een onderwerp per regel."),
            ), _clarify_steps, _clarify, hypothetical=True, promises=drafted,
        ),
        Action(
            "verleng", "Termijn verlengen", "Een bericht van verlenging met redenen. De termijn wordt drie maanden vanaf ontvangst.",
            "termijn", _may_extend, _extend_fields, _extend_steps, _extend, hypothetical=True, promises=_extend_promise,
        ),
        Action(
            "weiger", "Weigeren", "Een brief met de grond, de redenen en waar de persoon terechtkan.", "brief",
            lambda w: _request(w) and bool(set(_labels(w)) & _REFUSABLE), _refuse_fields, do=_refuse, promises=drafted,
        ),
        Action(
            "brief", "Brief schrijven", "Begin een brief naast wat al klaarstaat.", "brief", _answerable,
            lambda c, w: (FormField("letter", "Welke brief", FieldKind.CHOICE, _letters(w)),), do=_other, promises=drafted,
        ),
        Action(
            "verwijs-door", "Doorverwijzen", "Wij verwerken deze gegevens voor een andere organisatie.", "brief",
            lambda w: _request(w) and w.organisation.processor_referral,
            lambda c, w: (
                FormField("activity", "Om welke activiteit gaat het"),
                FormField("controller", "Welke organisatie is verantwoordelijk"),
                FormField("contact", "Hoe is die te bereiken"),
            ), do=_refer, promises=drafted,
        ),
        Action(
            "naar-fg", "Naar de FG", "De FG behandelt dit verder. Voor de betrokkene komt een concept klaar te staan.", "brief",
            lambda w: _answerable(w) and has_fg(w.organisation),
            lambda c, w: (FormField("reason", "Waarom", FieldKind.LONG),), do=_to_fg,
            promises=_fg_promise,
        ),
    )  # fmt: skip
