"""What the identification ladder says of a case as it stands, for a person to follow or not; nothing happens to the case."""

from __future__ import annotations

from sqlalchemy.orm import Session

from assistant.core import identification
from assistant.core.identification import Evidence, Level, Wish
from assistant.core.ledger import Kind
from assistant.core.wish_traits import is_contact_data_only, is_marketing
from assistant.stages.casework import Work
from assistant.stages.ladder import authentication, on_record, representative
from assistant.stages.rules import rules_of
from assistant.store import mails
from assistant.store.tables import MessageRow


def first_of_person(session: Session, work: Work) -> MessageRow | None:
    """The message of the person that the case is about."""
    received = (mail for mail in mails.of_case(session, work.row.id) if mail.kind in {"person", "doubt"})
    return next(received, None)


def advice(session: Session, work: Work) -> identification.Verdict | None:
    """The ladder's verdict on the first message of the person; None where there is no request or nothing to read."""
    mail = first_of_person(session, work)
    if work.case.kind is not Kind.REQUEST or mail is None or not mail.parsed.get("sender"):
        return None
    own = f"{mail.parsed['subject']}\n{mail.parsed['own_text']}"
    level = work.case.identity_level
    evidence = Evidence(
        authentication=authentication(mail.parsed),
        address_on_record=on_record(session, work, mail),
        asked=work.case.ledger.identification_asked is not None and not work.case.may_ask_again,
        supplied=frozenset({"reply"}) if work.case.evidence_waiting else frozenset(),
        confirmed=None if level is None else Level(level),
        representative=representative(mail.parsed),
    )
    wish = Wish(work.case.labels, marketing=is_marketing(own), contact_data_only=is_contact_data_only(own))
    return identification.decide(rules_of(work.organisation), wish, evidence)
