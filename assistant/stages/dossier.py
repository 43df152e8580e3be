"""The dossier of a case: one ZIP with everything that proves what was asked, decided and sent.

Identity evidence is described and never included: of a mail with an identity document or a national number in it only the
readable words go along, masked. Other attachments of the person stay inside the original mails.

``zaak.json`` and ``geschiedenis.json`` are for machines (codes, UTC); ``dossier.html`` tells the same in Dutch, in the
organisation's own time.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from assistant.core.case import EventKind
from assistant.core.history import event_to_json
from assistant.stages import casework
from assistant.stages.approve import digest
from assistant.stages.casework import Work
from assistant.stages.context import Context
from assistant.store import cases, mails
from assistant.store.tables import ApprovalRow, MessageRow, OutboxRow, RawMailRow
from assistant.store.vault import Vault
from classifiers import DUTCH_NAMES

MANIFEST = "manifest.json"
SEAL = "zegel.txt"
_EPOCH = (2020, 1, 1, 0, 0, 0)
Words = Mapping[str, Callable[..., str]]
"""How codes and moments are told to people, by name of the filter; the desk's own."""


def build(context: Context, session: Session, case_id: int, words: Words) -> tuple[str, bytes]:
    """The file name and the bytes of a case's dossier, told to people in these ``words``."""
    work = casework.load(context, session, case_id, lock=False)
    files: dict[str, bytes] = {}
    received = [_received(session, mail, files) for mail in mails.of_case(session, case_id)]
    sent = [_sent(row, files) for row in _outgoing(session, case_id)]
    recorded = cases.history(session, case_id)
    approvals = [
        {"draft": a.draft_id, "digest": a.digest, "outbox": a.outbox_id, "approver": a.approver, "at": _iso(a.at),
         "outcome": a.outcome, "voided": _iso(a.voided_at)}
        for a in session.scalars(select(ApprovalRow).where(ApprovalRow.case_id == case_id).order_by(ApprovalRow.id))
    ]  # fmt: skip
    chain = [{**event_to_json(r.event), "previous": r.link.previous, "hash": r.link.hash} for r in recorded]
    facts: dict[str, Any] = {
        "case": _register(work), "received": received, "sent": sent, "approvals": approvals, "made_at": _iso(context.now()),
        "steps": list(work.reckoning.steps), "identity": _identity(work, recorded),
    }  # fmt: skip
    files["geschiedenis.json"] = _json(chain)
    files["zaak.json"] = _json(facts)
    files["dossier.html"] = _html(facts, recorded, work, words)
    manifest = _json({name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())})
    files[MANIFEST] = manifest
    files[SEAL] = seal(context.database.vault, manifest).encode()
    return f"dossier-{work.case.reference}.zip", _zip(files)


def seal(vault: Vault, manifest: bytes) -> str:
    """The keyed hash by which this installation knows its own dossiers."""
    return vault.digest(b"dossier:" + manifest)


def _iso(moment: date | None) -> str | None:
    """A moment in UTC, or a day that has no hour."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat() if isinstance(moment, datetime) else moment.isoformat()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=str).encode()


def _register(work: Work) -> dict[str, Any]:
    row, case = work.row, work.case
    return {
        "reference": case.reference, "organisation": work.organisation.name, "controller": work.organisation.controller,
        "status": case.status, "outcome": case.outcome, "labels": sorted(case.labels),
        "labels_dutch": [DUTCH_NAMES[label] for label in sorted(case.labels)], "labels_confirmed": case.labels_confirmed,
        "received": _iso(case.received), "due": row.due.isoformat(), "closed_at": _iso(case.closed_at),
        "content_deleted_on": row.purge_on.isoformat() if row.purge_on else None, "zone": work.organisation.zone,
    }  # fmt: skip


def _identity(work: Work, recorded: Sequence[cases.Recorded]) -> dict[str, Any]:
    """What was established, on what grounds and when; never the document."""
    grounds = [r.event.data for r in recorded if r.event.kind is EventKind.IDENTIFIED]
    ledger = work.case.ledger
    return {
        "level": work.case.identity_level, "asked": _iso(ledger.identification_asked), "settled": _iso(ledger.identified),
        "ground": grounds[-1].get("reason") if grounds and work.case.identity_level is not None else None,
    }  # fmt: skip


def _received(session: Session, mail: MessageRow, files: dict[str, bytes]) -> dict[str, Any]:
    raw = session.get(RawMailRow, mail.raw_id, options=[undefer(RawMailRow.content)])
    words = mail.parsed.get("own_text") or ""
    withheld = raw is not None and raw.sensitive and (raw.content is not None or bool(words))
    name = f"ontvangen/{mail.id}.{'txt' if withheld else 'eml'}"
    if withheld and words:
        files[name] = words.encode()
    elif not withheld and raw is not None and raw.content is not None:
        files[name] = raw.content
    verdict: Mapping[str, Any] = mail.verdict or {}
    return {
        "file": name if name in files else None, "withheld": withheld, "at": _iso(mail.received_at), "subject": mail.parsed.get("subject"),
        "labels": verdict.get("labels"), "scores": verdict.get("scores"), "followup": verdict.get("followup"), "model": mail.model,
        "screening": mail.rule, "sender_checks": mail.parsed.get("sender"),
        "attachments": [
            {"filename": a["filename"], "sha256": a["sha256"], "size": a["size"]} for a in mail.parsed.get("attachments") or ()
        ],
    }  # fmt: skip


def _outgoing(session: Session, case_id: int) -> list[OutboxRow]:
    statement = (
        select(OutboxRow).where(OutboxRow.case_id == case_id, ~OutboxRow.to_staff).order_by(OutboxRow.id)
    )
    return list(session.scalars(statement.options(undefer(OutboxRow.content))))


def _sent(row: OutboxRow, files: dict[str, bytes]) -> dict[str, Any]:
    name = f"verzonden/{row.id}.eml"
    if row.content is not None:
        files[name] = row.content
    return {
        "outbox": row.id, "file": name if row.content is not None else None, "kind": row.kind, "automatic": row.automatic,
        "state": row.state, "sent_at": _iso(row.sent_at), "attempts": row.attempts, "recipients": row.recipients,
        "digest": digest(row.content or b"", tuple(row.recipients)), "error": row.error,
    }  # fmt: skip


def _html(facts: dict[str, Any], recorded: list[cases.Recorded], work: Work, words: Words) -> bytes:
    environment = Environment(
        loader=PackageLoader("assistant.stages", "templates"), autoescape=True, undefined=StrictUndefined
    )
    environment.filters.update(words)
    environment.filters["toen"] = partial(_when, words, work.organisation.zone)
    template = environment.get_template("dossier.html.j2")
    return template.render(**facts, events=recorded, due=work.row.due, purge_on=work.row.purge_on).encode()


def _when(words: Words, zone: str, text: str | None) -> str:
    """A stored moment, or a stored day, for people."""
    if not text:
        return ""
    return (
        words["moment"](datetime.fromisoformat(text), zone)
        if "T" in text
        else words["dag"](date.fromisoformat(text))
    )


def _zip(files: Mapping[str, bytes]) -> bytes:
    """The same files give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()
