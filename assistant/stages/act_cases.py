"""Actions on several cases at once: merge, undo a merge, split."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from assistant.core import clock, lifecycle
from assistant.core.case import Event, EventKind, Json, Status
from assistant.core.clock_json import promise_to_json
from assistant.core.ledger import Kind
from assistant.core.terms import terms
from assistant.stages import casework
from assistant.stages.act import Action, FieldKind, FormField, NotPossible, Step, Values, required
from assistant.stages.casework import Work
from assistant.stages.context import Context
from assistant.stages.events import carry_out
from assistant.stages.foresee import foresee
from assistant.stages.rules import rules_of
from assistant.store import cases
from assistant.store.tables import CaseRow
from replies.dates import in_words

K = EventKind
_NEW = "NIEUW-0"
"""The name of a case that is only looked ahead to."""


def _other(context: Context, session: Session, work: Work, reference: str, *, lock: bool = True) -> Work:
    row = cases.by_reference(session, reference)
    if row is None or row.organisation != work.organisation.id:
        raise NotPossible("Die zaak is er niet bij deze organisatie. Kijk het kenmerk na.")
    if row.id == work.row.id:
        raise NotPossible("Kies een andere zaak dan deze zelf.")
    return casework.load(context, session, row.id, lock=lock)


def _merge_steps(context: Context, session: Session, work: Work, values: Values) -> list[Step]:
    return [(K.MERGED, {"into": required(values, "into", "met welke zaak").upper()})]


def _target(context: Context, session: Session, work: Work, values: Values, *, lock: bool = True) -> Work:
    """The case that takes this one in."""
    other = _other(context, session, work, required(values, "into", "met welke zaak"), lock=lock)
    if not other.case.is_open:
        raise NotPossible("Die zaak is gesloten. Heropen haar eerst.")
    if other.case.kind is not work.case.kind:
        raise NotPossible(
            "Een verzoek en de melding van een datalek hebben elk een eigen termijn en blijven apart."
        )
    return other


def _absorbed(work: Work) -> dict[str, Json]:
    return {"reference": work.case.reference, "received": work.case.received.isoformat()}


def _merge_beside(context: Context, session: Session, work: Work, values: Values) -> tuple[str, ...]:
    other = _target(context, session, work, values, lock=False)
    lines = foresee(context, other, [(K.ABSORBED, _absorbed(work))]).lines
    return tuple(f"Bij {other.case.reference}: {line[0].lower()}{line[1:]}" for line in lines)


def _merge(context: Context, session: Session, work: Work, values: Values, actor: str) -> str:
    other = _target(context, session, work, values)
    casework.happen(context, session, work, K.MERGED, {"into": other.case.reference}, actor=actor)
    casework.happen(context, session, other, K.ABSORBED, _absorbed(work), actor=actor)
    carry_out(context, session, other)
    return f"/zaken/{other.case.reference}"


def _unmerge(context: Context, session: Session, work: Work, values: Values, actor: str) -> str:
    other = _other(context, session, work, work.case.merged_into or "")
    casework.happen(context, session, work, K.UNMERGED, {}, actor=actor)
    casework.happen(context, session, other, K.RELEASED, {"reference": work.case.reference}, actor=actor)
    carry_out(context, session, other)
    return ""


def terms_of(work: Work, labels: frozenset[str]) -> dict[str, Json]:
    """The promise and the at-once target that belong to these labels of a request at this organisation, for an event's data."""
    if "breach_report" in labels:
        return {}
    found = terms(rules_of(work.organisation), labels, marketing="marketing" in work.case.flags)
    # An explicit null takes a promise away that the old labels had.
    promise = None if found.promise is None else _plain(promise_to_json(found.promise))
    return {"promise": promise, "at_once": found.at_once}


def _plain(promise: Mapping[str, object]) -> dict[str, Json]:
    return {key: value for key, value in promise.items() if isinstance(value, int)}


def _moved(work: Work, values: Values) -> list[str]:
    if "breach_report" in work.case.labels:
        raise NotPossible(
            "De melding van een datalek heeft een eigen termijn. Beoordeel wat er wordt gevraagd: zij krijgt dan vanzelf een eigen zaak."
        )
    return sorted(required(values, "labels", "wat naar de nieuwe zaak gaat").split(","))


def _split_steps(context: Context, session: Session, work: Work, values: Values) -> list[Step]:
    moved = _moved(work, values)
    return [(K.SPLIT, {"into": _NEW, "labels": [*moved], **terms_of(work, work.case.labels - set(moved))})]


def _split_beside(context: Context, session: Session, work: Work, values: Values) -> tuple[str, ...]:
    opening = _opening(context, work, frozenset(_moved(work, values)), _NEW, "vooruitblik")
    new, _ = lifecycle.apply(None, opening, work.policy)
    day = in_words(clock.reckon(new.ledger, work.policy).deadline_day)
    return (
        f"Er komt een nieuwe zaak bij, met dezelfde datum van ontvangst. De uiterste datum daarvan is {day}.",
    )


def _split(context: Context, session: Session, work: Work, values: Values, actor: str) -> str:
    moved = frozenset(_moved(work, values))
    new = open_beside(context, session, work, moved, actor)
    left = terms_of(work, work.case.labels - moved)
    casework.happen(
        context,
        session,
        work,
        K.SPLIT,
        {"into": new.case.reference, "labels": [*sorted(moved)], **left},
        actor=actor,
    )
    carry_out(context, session, new)
    return f"/zaken/{new.case.reference}"


def open_beside(context: Context, session: Session, work: Work, labels: frozenset[str], actor: str) -> Work:
    """A case of its own for a part of what one person asked: the same person and receipt, its own clock, linked to ``work``.

    Acknowledged with its parent; a breach report gets the clock of 72 hours. The caller carries out its effects.
    """
    organisation = work.organisation
    year = work.case.received.astimezone(organisation.timezone).year
    reference = cases.next_reference(session, organisation.reference_prefix, year)
    row = CaseRow(
        person_hash=work.row.person_hash, person_address=work.row.person_address, person_name=work.row.person_name,
        language=work.row.language,
    )  # fmt: skip
    return casework.begin(
        context, session, organisation, row, _opening(context, work, labels, reference, actor)
    )


def _opening(context: Context, work: Work, labels: frozenset[str], reference: str, actor: str) -> Event:
    organisation = work.organisation
    received = work.case.received.astimezone(organisation.timezone)
    data: dict[str, Json] = {
        "reference": reference,
        "organisation": organisation.id, "country": organisation.country,
        "kind": Kind.BREACH if labels == {"breach_report"} else Kind.REQUEST, "received": received.isoformat(),
        "labels": [*sorted(labels)], "status": Status.IN_PROGRESS, "acknowledge": False, "opened_by_machine": False,
        "links": [work.case.reference],
    }  # fmt: skip
    new_terms = {key: value for key, value in terms_of(work, labels).items() if value}
    return Event(kind=K.OPENED, at=context.now(), actor=actor, data={**data, **new_terms})


def case_actions() -> tuple[Action, ...]:
    """The actions on several cases."""
    return (
        Action(
            "voeg-samen", "Samenvoegen", "Deze zaak gaat op in een andere van dezelfde organisatie. De vroegste ontvangst telt.",
            "einde", lambda w: w.case.is_open,
            lambda c, w: (FormField("into", "Met welke zaak", FieldKind.CASE, hint="Bijvoorbeeld VNG-2026-0007."),),
            _merge_steps, _merge, beside=_merge_beside,
        ),
        Action(
            "maak-los", "Samenvoegen ongedaan maken", "De zaak staat weer op zichzelf.", "einde",
            lambda w: w.case.merged_into is not None and not w.case.purged,
            steps=lambda c, s, w, v: [(K.UNMERGED, {})], do=_unmerge,
        ),
        Action(
            "splits", "Splitsen", "Een deel van het verzoek krijgt een eigen zaak, met dezelfde ontvangst en een eigen termijn.",
            "einde", lambda w: w.case.is_open and len(w.case.labels) > 1,
            lambda c, w: (
                FormField(
                    "labels", "Wat gaat naar de nieuwe zaak", FieldKind.LABELS, tuple((name, name) for name in sorted(w.case.labels))
                ),
            ), _split_steps, _split, beside=_split_beside,
        ),
    )  # fmt: skip
