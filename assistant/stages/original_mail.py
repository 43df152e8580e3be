"""The original mail of a case as an attachment, for who must read it elsewhere than on the desk."""

from __future__ import annotations

from sqlalchemy.orm import Session, undefer

from assistant.core.relay_safe import relay_safe
from assistant.gateways.ports import OutgoingAttachment
from assistant.stages.casework import Work
from assistant.stages.ladder_advice import first_of_person
from assistant.store.tables import RawMailRow

LARGEST = 10_000_000
"""Bytes; what most mail servers take together with the letter around it."""


def original_mail(session: Session, work: Work) -> OutgoingAttachment | None:
    """The first mail of the person as message/rfc822, or as a file where no relay would pass it on unchanged.

    None where it must stay on the desk: too large, deleted, or with a BSN or an identity document in it.
    """
    mail = first_of_person(session, work)
    raw = session.get(RawMailRow, mail.raw_id, options=[undefer(RawMailRow.content)]) if mail else None
    if raw is None or raw.content is None or raw.sensitive or len(raw.content) > LARGEST:
        return None
    name = f"{work.case.reference}.eml"
    safe = relay_safe(raw.content)
    if safe is not None and len(safe) <= LARGEST:
        return OutgoingAttachment(name, "message/rfc822", safe)
    return OutgoingAttachment(name, "application/octet-stream", raw.content)
