"""Open: a classified message becomes a case with its clock and its acknowledgement, or a turn in a running case, or neither."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from assistant.core import matching
from assistant.core.case import DATA_SUBJECT, MACHINE, Event, EventKind, Json, Status
from assistant.core.clock_json import promise_to_json
from assistant.core.default_notice import find_default_notice
from assistant.core.identification import Representative
from assistant.core.ledger import Kind
from assistant.core.routes import STOP_LABELS, RouteFacts, routes
from assistant.core.terms import by_kind, terms
from assistant.core.wish_traits import is_magazine, is_marketing
from assistant.settings import Organisation
from assistant.stages import casework
from assistant.stages.batches import in_batches
from assistant.stages.casework import Work
from assistant.stages.context import Context, Outcome, log
from assistant.stages.events import carry_out
from assistant.stages.ladder import climb, representative
from assistant.stages.rules import rules_of
from assistant.stages.stuck import give_to_person
from assistant.stages.turn import take_turn
from assistant.stages.unasked import record_unasked
from assistant.store import cases, mails
from assistant.store.tables import CaseRow, MessageRow, MessageState

OTHER = frozenset({"other"})


BATCH = 25


def open_case(context: Context) -> Outcome:
    """Handle a batch of classified messages: all of it or nothing."""

    def enter(session: Session, rows: Sequence[MessageRow]) -> None:
        for mail in rows:
            _handle(context, session, mail)

    return in_batches(context, BATCH, mails.claim_classified, enter, partial(give_to_person, context, "open"))


def _handle(context: Context, session: Session, mail: MessageRow) -> None:
    if mail.case_id is not None:
        new_labels = take_turn(context, session, mail)
        if new_labels:
            _open(context, session, mail, new_labels, linked=mail.case_id)
        mail.state = MessageState.DONE
    elif _is_no_request(mail):
        mail.state = MessageState.UNANSWERED
    else:
        _open(context, session, mail, frozenset(mail.verdict["labels"]) - OTHER)
        mail.state = MessageState.DONE


def _is_no_request(mail: MessageRow) -> bool:
    """Sure to be something else: no case and no mail. Where machine and text disagree a person decides, so that is doubt."""
    doubt = mail.kind == "doubt" or mail.parsed.get("ambiguous") or mail.parsed["encrypted"]
    return mail.verdict["confident"] and frozenset(mail.verdict["labels"]) <= OTHER and not doubt


def _open(
    context: Context, session: Session, mail: MessageRow, labels: frozenset[str], linked: int | None = None
) -> None:
    """Open the case or cases of a message."""
    organisation = context.organisation(mail.organisation)
    sure = (
        bool(mail.verdict["confident"])
        and mail.kind == "person"
        and not mail.parsed.get("ambiguous")
        and bool(labels)
    )
    parts = by_kind(labels or OTHER)
    if not sure:
        parts = ((Kind.REQUEST, labels or OTHER),)
    parts = tuple(sorted(parts, key=lambda part: part[0] is Kind.BREACH))
    works = [
        _begin(context, session, organisation, mail, kind, part, sure=sure, acknowledge=number == 0)
        for number, (kind, part) in enumerate(parts)
    ]
    first = works[0]
    mail.case_id = first.row.id
    links = [work.case.reference for work in works[1:]]
    if linked is not None:
        links.append(cases.by_id(session, linked).reference)
    _enter(context, session, first, mail, links)
    for work in works[1:]:
        casework.happen(context, session, work, EventKind.LINKED, {"to": first.case.reference})
        first.beside |= work.case.labels
    if linked is not None:
        old = casework.load(context, session, linked)
        casework.happen(context, session, old, EventKind.LINKED, {"to": first.case.reference})
        carry_out(context, session, old)
    for work in works:
        work.mail = mail
        carry_out(context, session, work)
        log.info("opened", case=work.case.reference, status=work.case.status, labels=sorted(work.case.labels))


def _begin(
    context: Context,
    session: Session,
    organisation: Organisation,
    mail: MessageRow,
    kind: Kind,
    labels: frozenset[str],
    *,
    sure: bool,
    acknowledge: bool,
) -> Work:
    rules = rules_of(organisation)
    local = mail.received_at.astimezone(organisation.timezone)
    own = f"{mail.parsed['subject']}\n{mail.parsed['own_text']}"
    found = terms(rules, labels, marketing=is_marketing(own))
    data: dict[str, Json] = {
        "reference": cases.next_reference(session, organisation.reference_prefix, local.year),
        "organisation": organisation.id,
        "country": organisation.country,
        "kind": kind,
        "received": local.isoformat(),
        "labels": [*sorted(labels)],
        "status": Status.IN_PROGRESS if sure else Status.TRIAGE,
        "acknowledge": acknowledge,
    }
    if kind is Kind.REQUEST and found.promise is not None:
        data["promise"] = dict(promise_to_json(found.promise))  # type: ignore[arg-type]
    if kind is Kind.REQUEST and found.at_once:
        data["at_once"] = True
    row = CaseRow(
        person_hash=mail.sender_hash,
        person_address=mail.parsed["from"],
        person_name=mail.parsed["from_name"] or None,
        language=mail.verdict.get("language") or "nl",
    )
    opened = Event(kind=EventKind.OPENED, at=context.now(), actor=MACHINE, data=data)
    return casework.begin(context, session, organisation, row, opened)


def _enter(context: Context, session: Session, work: Work, mail: MessageRow, links: list[str]) -> None:
    """What else happens to a fresh case: its mail, links, duplicates, flags, routes and the identification ladder."""

    def happen(kind: EventKind, data: Mapping[str, Json] | None = None) -> None:
        casework.happen(context, session, work, kind, data)

    casework.happen(
        context,
        session,
        work,
        EventKind.MAIL_RECEIVED,
        {"message": mail.id},
        actor=DATA_SUBJECT,
        at=mail.received_at,
    )
    for reference in links:
        happen(EventKind.LINKED, {"to": reference})
    for reference in mail.parsed.get("ambiguous_cases", ()):
        happen(EventKind.LINKED, {"to": reference})
        happen(EventKind.FLAGGED, {"flag": "ambiguous"})
    if (twin := _duplicate(session, work, mail)) is not None:
        happen(EventKind.LINKED, {"to": twin})
        happen(EventKind.FLAGGED, {"flag": "possible_duplicate"})
    for flag in _flags(mail):
        happen(EventKind.FLAGGED, {"flag": flag})
    record_unasked(context, session, work, mail)
    own = f"{mail.parsed['subject']}\n{mail.parsed['own_text']}"
    facts = RouteFacts(mail.received_at, find_default_notice(own), is_magazine(own))
    # The letters differ for these, and by then the text is not read any more.
    for flag, found in (
        ("marketing", is_marketing(own) and "objection" in work.case.labels),
        ("magazine", facts.magazine and bool(work.case.labels & STOP_LABELS)),
    ):
        if found:
            happen(EventKind.FLAGGED, {"flag": flag})
    # The breach alarm already follows from the opening event itself.
    work.effects.extend(
        routes(rules_of(work.organisation), work.case.labels - {"breach_report"}, facts, work.policy)
    )
    if work.case.understood and work.case.kind is Kind.REQUEST:
        climb(context, session, work, mail)


def _duplicate(session: Session, work: Work, mail: MessageRow) -> str | None:
    """The open case of the same person with the same wish: proposed to staff, never merged by the machine."""
    if mail.sender_hash is None:
        return None
    wishes = cases.wishes_of_person(session, work.organisation.id, mail.sender_hash, work.row.id)
    candidates = [
        matching.CandidateCase(reference, True, is_open=closed_at is None, labels=frozenset(labels))
        for reference, labels, closed_at in wishes
    ]
    return matching.propose_duplicate(work.case.labels, candidates)


def _flags(mail: MessageRow) -> list[str]:
    kept: dict[str, Any] = mail.parsed
    who = representative(kept)
    flags = [] if who is Representative.NOBODY else [f"representative_{who}"]
    flags += ["encrypted"] if kept["encrypted"] else []
    flags += ["forwarded"] if kept.get("proposed_original") else []
    language = mail.verdict.get("language")
    flags += [f"language_{language}"] if language not in {"nl", None} else []
    return flags
