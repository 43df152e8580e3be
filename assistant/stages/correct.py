"""A person judges the labels: confirms or corrects them, and the correction is kept to learn from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from assistant.core.case import EventKind, Json
from assistant.core.errors import IllegalTransition
from assistant.core.ledger import Kind
from assistant.stages import casework, ladder
from assistant.stages.act import NotPossible
from assistant.stages.act_cases import open_beside, terms_of
from assistant.stages.casework import Work
from assistant.stages.context import Context, log
from assistant.stages.events import carry_out
from assistant.stages.foresee import in_dutch
from assistant.stages.ladder_advice import first_of_person
from assistant.store import cases
from assistant.store.errors import StaleVersion
from assistant.store.tables import CorrectionRow, MessageRow
from classifiers import LABELS
from classifiers.labels import in_guide_order


def judge_labels(
    context: Context, reference: str, labels: Iterable[str], *, actor: str, version: int, climb: bool = True
) -> str | None:
    """Confirm the labels where they are the same, correct them where they are not.

    A breach report beside a request becomes a linked case of its own with its own clock, as it does when mail comes in; returns
    the reference of that case where one was opened. ``climb`` lets the machine ask for identification where the ladder says so,
    as it would have done when it was sure.

    Raises:
        NotPossible: no or unknown labels, or ``other`` beside another. StaleVersion: the case changed meanwhile.
    """
    chosen = frozenset(labels)
    if not chosen or not chosen <= set(LABELS):
        raise NotPossible("Kies wat er wordt gevraagd, of ‘geen privacyverzoek’.")
    if "other" in chosen and len(chosen) > 1:
        raise NotPossible("‘Geen privacyverzoek’ staat alleen. Haal het andere vinkje of dit vinkje weg.")
    with context.database.transaction() as session:
        row = cases.by_reference(session, reference)
        if row is None:
            raise NotPossible("Deze zaak bestaat niet.")
        work = casework.load(context, session, row.id)
        if work.row.version != version:
            raise StaleVersion(
                f"case {reference} is at version {work.row.version}, the form was of {version}"
            )
        was, was_understood = work.case.labels, work.case.understood
        here, there = _divided(work, chosen)
        try:
            _record(context, session, work, here, actor)
        except IllegalTransition as refused:
            raise NotPossible(in_dutch(refused)) from refused
        if chosen != was:
            _learn(context, session, work, was, chosen, actor)
        mail = first_of_person(session, work) if climb else None
        new = _beside(context, session, work, there, mail, actor)
        if mail is not None and not was_understood and work.case.kind is Kind.REQUEST:
            ladder.climb(context, session, work, mail)
        carry_out(context, session, work)
    log.info("labels judged", case=reference, corrected=chosen != was, beside=new)
    return new


def _divided(work: Work, chosen: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The labels that stay on this case, and those that need a clock of another kind."""
    breach = chosen & {"breach_report"}
    rest = chosen - breach
    if not (breach and rest):
        return chosen, frozenset()
    return (breach, rest) if work.case.kind is Kind.BREACH else (rest, breach)


def _beside(
    context: Context,
    session: Session,
    work: Work,
    labels: frozenset[str],
    mail: MessageRow | None,
    actor: str,
) -> str | None:
    """The case for labels that cannot stay, unless a linked case has them already."""
    linked = [cases.by_reference(session, reference) for reference in sorted(work.case.links)]
    if not labels or any(row is not None and labels <= set(row.labels) for row in linked):
        return None
    new = open_beside(context, session, work, labels, actor)
    casework.happen(context, session, work, EventKind.LINKED, {"to": new.case.reference}, actor=actor)
    if mail is not None and new.case.kind is Kind.REQUEST:
        ladder.climb(context, session, new, mail)
    carry_out(context, session, new)
    return new.case.reference


def _record(context: Context, session: Session, work: Work, labels: frozenset[str], actor: str) -> None:
    """Labels that are confirmed may still need another clock: a doubtful breach report was opened as a request."""
    kind = Kind.BREACH if labels == {"breach_report"} else Kind.REQUEST
    if labels == work.case.labels and kind is work.case.kind:
        casework.happen(context, session, work, EventKind.LABELS_CONFIRMED, {}, actor=actor)
        return
    data: dict[str, Json] = {"labels": [*sorted(labels)], "kind": kind, **terms_of(work, labels)}
    casework.happen(context, session, work, EventKind.RELABELLED, data, actor=actor)


def _learn(
    context: Context, session: Session, work: Work, was: frozenset[str], now: frozenset[str], actor: str
) -> None:
    message = first_of_person(session, work)
    if message is not None:
        session.add(
            CorrectionRow(
                case_id=work.row.id, message_id=message.id, was=sorted(was), now=list(in_guide_order(now)), by=actor,
                at=context.now(), candidate=_candidate(message, now),
            )
        )  # fmt: skip


def _candidate(message: MessageRow, labels: frozenset[str]) -> Any:
    """The pseudonymised line to learn from; learning itself is off until an administrator asks for it."""
    # Imported when needed: it brings the training code along.
    from classifiers.training.corrections import candidate  # noqa: PLC0415

    kept = message.parsed
    names = (kept["from_name"],) if kept["from_name"] else ()
    made = candidate(
        str(message.id), message.organisation, kept["subject"], kept["own_text"], in_guide_order(labels), message.model or "", names
    )  # fmt: skip
    return json.loads(made.to_line())
