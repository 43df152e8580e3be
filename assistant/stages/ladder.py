"""The identification ladder on a case: what is asked is asked once, and only what is sent counts as asked (LEGAL (b) 7)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.core import identification
from assistant.core.case import EventKind, Json
from assistant.core.identification import Authentication, Evidence, Representative, Wish
from assistant.core.wish_traits import is_contact_data_only, is_marketing
from assistant.stages import casework
from assistant.stages.casework import Work
from assistant.stages.context import Context
from assistant.stages.events import may_mail
from assistant.stages.rules import rules_of
from assistant.store.tables import CaseRow, EventRow, MessageRow
from replies.facts import Doubt


def climb(context: Context, session: Session, work: Work, mail: MessageRow) -> None:
    """The identification ladder: ask once, for the least, and only where there is reasonable doubt (LEGAL (b) 7)."""
    kept = mail.parsed
    own = f"{kept['subject']}\n{kept['own_text']}"
    evidence = Evidence(
        authentication=authentication(kept),
        address_on_record=on_record(session, work, mail),
        representative=representative(kept),
    )
    wish = Wish(work.case.labels, marketing=is_marketing(own), contact_data_only=is_contact_data_only(own))
    verdict = identification.decide(rules_of(work.organisation), wish, evidence)
    # What is not sent may not count as asked; the acknowledgement goes first.
    room = bool(mail.answer) and may_mail(context, session, work, letters=2)
    if isinstance(verdict, identification.Ask) and room and not kept["encrypted"]:
        work.ways, work.doubt = verdict.ways, _doubt(evidence)
        data: dict[str, Json] = {
            "level": int(verdict.level),
            "ways": list(verdict.ways),
            "reason": verdict.reason,
            "reasonable_doubt": verdict.reasonable_doubt,
        }
        casework.happen(context, session, work, EventKind.IDENTIFICATION_ASKED, data)
    elif isinstance(verdict, identification.Enough):
        casework.happen(
            context,
            session,
            work,
            EventKind.IDENTIFIED,
            {"level": int(verdict.level), "reason": verdict.reason},
        )
    elif isinstance(verdict, identification.ForPerson | identification.Ask):
        casework.happen(context, session, work, EventKind.FLAGGED, {"flag": "identity_for_person"})


def _doubt(evidence: Evidence) -> Doubt:
    """Why there is doubt, as the letter says it."""
    if evidence.authentication is Authentication.FAIL:
        return Doubt.ADDRESS_UNPROVEN
    return Doubt.SENSITIVE_DATA if evidence.sender_proven else Doubt.NOT_LINKED


def representative(kept: dict[str, Any]) -> Representative:
    """Who writes for the data subject, as ingest saw it."""
    try:
        return Representative(kept["representative"] or Representative.NOBODY)
    except ValueError:
        return Representative.OTHER


def authentication(kept: dict[str, Any]) -> Authentication:
    if kept["authenticated"]:
        return Authentication.PASS
    return Authentication.FAIL if "fail" in kept["sender"].values() else Authentication.NONE


def on_record(session: Session, work: Work, mail: MessageRow) -> bool:
    """Whether this address proved to be its person's in an earlier case here."""
    if mail.sender_hash is None:
        return False
    statement = (
        select(EventRow.id)
        .join(CaseRow, CaseRow.id == EventRow.case_id)
        .where(
            CaseRow.person_hash == mail.sender_hash,
            CaseRow.organisation == work.organisation.id,
            CaseRow.id != work.row.id,
            EventRow.kind == EventKind.IDENTIFIED,
        )
    )
    return session.scalar(statement.limit(1)) is not None
