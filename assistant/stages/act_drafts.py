"""What staff do with a draft besides writing: fill its fields, attach files, throw it away, take an approval back."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.core.case import EventKind
from assistant.core.errors import IllegalTransition
from assistant.stages import casework
from assistant.stages.act import NotPossible
from assistant.stages.approve import save
from assistant.stages.casework import Work
from assistant.stages.context import Context
from assistant.stages.draft import filled, template_of, wrong_field
from assistant.stages.events import carry_out
from assistant.store.errors import StaleVersion
from assistant.store.tables import ApprovalRow, DraftRow, DraftState, OutboxRow, OutboxState
from replies.facts import FieldType, Letter
from replies.fill import FieldError, fill

MOST_ATTACHED = 10_000_000
LONGEST_NAME = 150


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the form of a draft: the text, the fields, and the fields ticked as "there is nothing"."""

    subject: str
    body: str
    typed: Mapping[str, str]
    emptied: frozenset[str] = frozenset()


def with_fields(
    context: Context,
    work: Work,
    row: DraftRow,
    body: str,
    typed: Mapping[str, str],
    emptied: frozenset[str] = frozenset(),
) -> tuple[str, dict[str, str]]:
    """The body with these fields filled in, and all values known now; "" is a field that staff left out on purpose.

    A body nobody wrote in is written anew, so that a field can be changed again; a body with own words keeps them, and only
    fields that are still open in it are filled.

    Raises:
        NotPossible: a value does not fit its field; the message names the field.
    """
    template = template_of(context, work, row)
    kept = {name: value for name, value in row.values.items() if name not in typed}
    values = {
        **kept,
        **{name: value for name, value in typed.items() if value.strip()},
        **dict.fromkeys(emptied, ""),
    }
    try:
        if body == row.body == _filled(template, row.values).body:
            return _filled(template, values).body, values
        usable = {field.name for field in template.fields if field.token in body}
        present = {name: value for name, value in values.items() if name in usable}
        return _filled(replace(template, body=body), present).body, values
    except FieldError as problem:
        raise NotPossible(wrong_field(template, problem)) from problem
    except ValueError as problem:
        raise NotPossible("Een datum klopt niet. Schrijf hem als 2026-03-31.") from problem


def _filled(letter: Letter, values: Mapping[str, str]) -> Letter:
    """The letter with typed values and with what was left out on purpose."""
    done = filled(letter, {name: value for name, value in values.items() if value.strip()})
    left = {field.name: field for field in done.fields if values.get(field.name) == ""}
    return fill(done, {name: [] if field.type is FieldType.LIST else "" for name, field in left.items()})


def _locked(session: Session, draft_id: int) -> DraftRow:
    """The draft as it is now, before its case: two who write at once come one after the other, always in that order."""
    return session.scalars(select(DraftRow).where(DraftRow.id == draft_id).with_for_update()).one()


def save_draft(
    context: Context,
    draft_id: int,
    *,
    version: int,
    subject: str,
    body: str,
    typed: Mapping[str, str],
    actor: str,
    emptied: frozenset[str] = frozenset(),
) -> DraftRow:
    """Store what staff wrote and filled in.

    Raises:
        NotPossible: a field does not fit. StaleVersion, NotApprovable: as :func:`assistant.stages.approve.save`.
    """
    with context.database.transaction() as session:
        row = _locked(session, draft_id)
        return _store(context, session, row, version, Written(subject, body, typed, emptied), actor)


def _store(
    context: Context, session: Session, row: DraftRow, version: int, written: Written, actor: str,
    attachments: list[Any] | None = None,
) -> DraftRow:  # fmt: skip
    work = casework.load(context, session, row.case_id)
    text, values = written.body.replace("\r\n", "\n"), row.values
    if row.version == version:
        text, values = with_fields(context, work, row, text, written.typed, written.emptied)
    return save(
        context, session, row.id, version=version, subject=written.subject, body=text, actor=actor, values=values,
        attachments=attachments,
    )  # fmt: skip


def attach(
    context: Context,
    draft_id: int,
    *,
    version: int,
    filename: str,
    content_type: str,
    content: bytes,
    actor: str,
    written: Written | None = None,
) -> None:
    """Add a file to a draft, and keep what stood in its form at that moment.

    Raises:
        NotPossible: no content, or too much together. StaleVersion, NotApprovable: the draft changed or is closed.
    """
    name = " ".join(filename.replace("\\", "/").rpartition("/")[2].split())[-LONGEST_NAME:]
    if not content or not name:
        raise NotPossible("Kies een bestand met inhoud.")
    with context.database.transaction() as session:
        row = _locked(session, draft_id)
        total = sum(len(a["content"]) * 3 // 4 for a in row.attachments) + len(content)
        if total > MOST_ATTACHED:
            raise NotPossible(
                "Alle bijlagen samen mogen ten hoogste 10 MB zijn. Gebruik een beveiligde link."
            )
        added = {
            "filename": name, "content_type": _media_type(content_type), "content": base64.b64encode(content).decode("ascii"),
        }  # fmt: skip
        _change_attachments(context, session, row, version, [*row.attachments, added], actor, written)


def _media_type(claimed: str) -> str:
    import re  # noqa: PLC0415

    plain = claimed.partition(";")[0].strip().lower()
    return (
        plain
        if re.fullmatch(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*", plain)
        else "application/octet-stream"
    )


def detach(
    context: Context, draft_id: int, *, version: int, number: int, actor: str, written: Written | None = None
) -> None:
    """Take a file off a draft, and keep what stood in its form at that moment.

    Raises:
        NotPossible: there is no such file. StaleVersion, NotApprovable: the draft changed or is closed.
    """
    with context.database.transaction() as session:
        row = _locked(session, draft_id)
        if not 0 <= number < len(row.attachments):
            raise NotPossible("Die bijlage is er niet meer.")
        left = [a for i, a in enumerate(row.attachments) if i != number]
        _change_attachments(context, session, row, version, left, actor, written)


def _change_attachments(
    context: Context, session: Session, row: DraftRow, version: int, attachments: list[Any], actor: str,
    written: Written | None,
) -> None:  # fmt: skip
    """A change of attachments is a new version like any other change, so that an approval of the old one is void."""
    if written is not None:
        _store(context, session, row, version, written, actor, attachments)
        return
    save(
        context, session, row.id, version=version, subject=row.subject, body=row.body, actor=actor,
        attachments=attachments,
    )  # fmt: skip


def discard(context: Context, draft_id: int, *, version: int, actor: str) -> None:
    """Throw an open draft away as its reader saw it; its text stays in the history of drafts.

    Raises:
        NotPossible: it is not open any more. StaleVersion: somebody wrote in it since it was shown.
    """
    with context.database.transaction() as session:
        row = _locked(session, draft_id)
        if row.state != DraftState.OPEN:
            raise NotPossible("Dit concept is niet meer open.")
        if row.version != version:
            raise StaleVersion(f"draft {draft_id} is at version {row.version}, you saw version {version}")
        work = casework.load(context, session, row.case_id)
        row.state = DraftState.SUPERSEDED
        if str(row.id) in work.case.drafts:
            casework.happen(
                context, session, work, EventKind.DRAFT_DISCARDED, {"draft": str(row.id)}, actor=actor
            )
        carry_out(context, session, work)


def withdraw_approval(context: Context, draft_id: int, *, actor: str) -> None:
    """Take an approval back while its letter still waits; the draft is open again.

    Raises:
        NotPossible: the letter is on its way or gone.
    """
    with context.database.transaction() as session:
        row = _locked(session, draft_id)
        work = casework.load(context, session, row.case_id)
        statement = select(ApprovalRow).where(ApprovalRow.draft_id == row.id, ApprovalRow.voided_at.is_(None))
        approval = session.scalars(statement.with_for_update()).first()
        queued = (
            session.get(OutboxRow, approval.outbox_id, with_for_update=True)
            if approval and approval.outbox_id
            else None
        )
        if approval is None or queued is None or queued.state != OutboxState.PENDING:
            raise NotPossible("De brief is al weg of onderweg. Tegenhouden kan niet meer.")
        approval.voided_at, queued.state = context.now(), OutboxState.CANCELLED
        row.state, row.version = DraftState.OPEN, row.version + 1
        local, _, domain = row.message_id.rpartition("@")
        row.message_id = f"{local}.{row.version}@{domain}"  # the cancelled mail keeps its own
        try:
            casework.happen(
                context, session, work, EventKind.APPROVAL_VOIDED, {"draft": str(row.id)}, actor=actor
            )
        except IllegalTransition as refused:
            raise NotPossible("Dit kan nu niet bij deze zaak.") from refused
        work.effects.clear()  # done above, for this letter only
        carry_out(context, session, work)


__all__ = ["StaleVersion", "attach", "detach", "discard", "save_draft", "with_fields", "withdraw_approval"]
