"""Draft: the letter that a case needs now, pre-filled with all that is known, into review by a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.core import clock
from assistant.core.case import MACHINE, EventKind
from assistant.core.reckoning import RequestReckoning
from assistant.stages import casework
from assistant.stages.casework import Work
from assistant.stages.context import Context, Outcome, log
from assistant.stages.letters import LetterFacts, case_facts, organisation_facts
from assistant.store import cases
from assistant.store.tables import DraftRow, DraftState
from replies.choose import choose
from replies.facts import CaseFacts, FieldType, FieldValue, Letter, LetterKind, Part, Phase
from replies.fill import FieldError, fill
from replies.render import render_letter

NOTHING = "-"
"""What staff type to say that there is nothing to tell; a field that is left blank stays open and visible."""


def draft(context: Context) -> Outcome:
    """Draft the letter of one case that wants one."""
    with context.database.transaction() as session:
        row = cases.claim_draft(session)
        if row is None:
            return Outcome()
        work = casework.load(context, session, row.id)
        phase, _, rest = (row.draft_wanted or Phase.ANSWER).partition(",")
        choices = choose(facts_for(context, work, phase=Phase(phase))) if work.case.is_open else ()
        row.draft_wanted = rest or None
        if choices and not _has_open(session, row.id, choices[0].parts[0].kind):
            create(context, session, work, choices[0].parts, actor=MACHINE)
        log.info("drafted", case=work.case.reference)
    return Outcome(1)


def _has_open(session: Session, case_id: int, kind: LetterKind) -> bool:
    statement = select(DraftRow.id).where(
        DraftRow.case_id == case_id, DraftRow.state == DraftState.OPEN, DraftRow.kind == kind
    )
    return session.scalar(statement) is not None


def facts_for(context: Context, work: Work, **known: Any) -> LetterFacts:
    """The facts that this case's letters are written from."""
    address = work.row.person_address
    known.setdefault("known_addresses", (address,) if address else ())
    known.setdefault("language", "en" if work.row.language == "en" else "nl")
    known.setdefault("extended_due", _extended_due(context, work))
    facts = case_facts(work.case, work.reckoning, work.organisation, context.now(), **known)
    return LetterFacts(organisation_facts(work.organisation), facts)


def _extended_due(context: Context, work: Work) -> date | None:
    """The last day if a notice of extension left now (or did leave); None where it would be too late to count."""
    reckoning, ledger = work.reckoning, work.case.ledger
    if isinstance(reckoning, RequestReckoning) and not reckoning.extended:
        reckoning = clock.reckon(replace(ledger, extension_notice_sent=context.now()), work.policy)
    return reckoning.due if isinstance(reckoning, RequestReckoning) and reckoning.extended else None


def create(
    context: Context, session: Session, work: Work, parts: tuple[Part, ...], *, actor: str, **known: Any
) -> DraftRow:
    """Write a letter of these parts into review and record it on the case."""
    letter = render_letter(facts_for(context, work, **known).with_parts(*parts))
    now = context.now()
    domain = (work.organisation.mail.address or "localhost").rpartition("@")[2]
    kind = parts[0].kind
    row = DraftRow(
        case_id=work.row.id,
        kind=kind,
        parts=[{"kind": part.kind, "labels": list(part.labels)} for part in parts],
        message_id=f"{work.case.reference.lower()}.{kind.replace('_', '-')}.{context.token()}@{domain}",
        recipients=[work.row.person_address] if work.row.person_address else [],
        subject=letter.subject,
        body=letter.body,
        values={},
        attachments=[],
        created_at=now,
        updated_at=now,
        updated_by=actor,
    )
    session.add(row)
    session.flush()
    casework.happen(
        context, session, work, EventKind.DRAFT_CREATED, {"draft": str(row.id), "letter": kind}, actor=actor
    )
    return row


def parts_of(row: DraftRow) -> tuple[Part, ...]:
    """The parts that a stored draft was made of."""
    return tuple(Part(LetterKind(part["kind"]), tuple(part["labels"])) for part in row.parts)


def template_of(context: Context, work: Work, row: DraftRow) -> Letter:
    """The letter as it came from its templates, for its typed fields."""
    return render_letter(facts_for(context, work).with_parts(*parts_of(row)))


def filled(letter: Letter, values: dict[str, str]) -> Letter:
    """The letter with what staff typed into the fields: blank leaves one open, NOTHING says that there is nothing.

    Raises:
        FieldError: a value does not fit its field; the message names it.
    """
    by_name = {field.name: field for field in letter.fields}
    typed: dict[str, FieldValue] = {}
    for name, value in values.items():
        if name in by_name and value.strip():
            typed[name] = _typed(by_name[name].type, "" if value.strip() == NOTHING else value)
    return fill(letter, typed)


def wrong_field(letter: Letter, problem: FieldError) -> str:
    """Which field does not fit and why, in words for staff."""
    name, _, why = str(problem).partition(":")
    label = next((field.label for field in letter.fields if field.name == name), name)
    if "[[" in why:
        return f"Gebruik geen dubbele rechte haken ([[ of ]]) in dit veld: {label}. Zij geven aan wat nog open is."
    return f"Dit veld klopt nog niet: {label}."


def _typed(kind: FieldType, value: str) -> FieldValue:
    if kind is FieldType.DATE:
        return date.fromisoformat(value.strip())
    if kind is FieldType.LIST:
        return [line for line in value.splitlines() if line.strip()]
    return value


__all__ = ["CaseFacts", "create", "draft", "facts_for", "filled", "parts_of", "template_of", "wrong_field"]
