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
from assistant.stages.act_cases import terms_of
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
) -> bool:
    """Confirm the labels where they are the same, correct them where they are not; True where they were corrected.

    ``climb`` lets the machine ask for identification where the ladder says so, as it would have done when it was sure.

    Raises:
        NotPossible: no or unknown labels, or ``other`` beside another. StaleVersion: the case changed meanwhile.
    """
    chosen = frozenset(labels)
    if not chosen or not chosen <= set(LABELS):
        raise NotPossible("Kies wat er wordt gevraagd, of ‘geen privacyverzoek’.")
    if "other" in chosen and len(chosen) > 1:
        raise NotPossible("‘Geen privacyverzoek’ staat alleen. Haal het andere vinkje of dit vinkje weg.")
    if "breach_report" in chosen and len(chosen) > 1:
        raise NotPossible(
            "De melding van een datalek heeft een eigen termijn van 72 uur. Zet haar op een eigen zaak: kies hier een van beide "
            "en splits of open de andere apart."
        )
    with context.database.transaction() as session:
        row = cases.by_reference(session, reference)
        if row is None:
            raise NotPossible("Deze zaak bestaat niet.")
        work = casework.load(context, session, row.id)
        if work.row.version != version:
            raise StaleVersion(
                f"case {reference} is at version {work.row.version}, the form was of {version}"
            )
        corrected = chosen != work.case.labels
        was_understood = work.case.understood
        try:
            _record(context, session, work, chosen, actor)
        except IllegalTransition as refused:
            raise NotPossible(in_dutch(refused)) from refused
        if climb and not was_understood:
            mail = first_of_person(session, work)
            if mail is not None and work.case.kind is Kind.REQUEST:
                ladder.climb(context, session, work, mail)
        carry_out(context, session, work)
    log.info("labels judged", case=reference, corrected=corrected)
    return corrected


def _record(context: Context, session: Session, work: Work, chosen: frozenset[str], actor: str) -> None:
    if chosen == work.case.labels:
        casework.happen(context, session, work, EventKind.LABELS_CONFIRMED, {}, actor=actor)
        return
    was = sorted(work.case.labels)
    kind = Kind.BREACH if chosen == {"breach_report"} else Kind.REQUEST
    data: dict[str, Json] = {"labels": [*sorted(chosen)], "kind": kind}
    if kind is Kind.REQUEST and work.case.kind is Kind.REQUEST:
        data |= terms_of(work, chosen)
    casework.happen(context, session, work, EventKind.RELABELLED, data, actor=actor)
    message = first_of_person(session, work)
    if message is not None:
        session.add(
            CorrectionRow(
                case_id=work.row.id, message_id=message.id, was=was, now=list(in_guide_order(chosen)), by=actor,
                at=context.now(), candidate=_candidate(message, chosen),
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
