"""A drafted letter: its fields, its text, the lint, the preview exactly as it will be sent, and the approval."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.datastructures import UploadFile

from assistant.core.case import Outcome
from assistant.core.errors import IllegalTransition
from assistant.core.parse import parse
from assistant.desk import words
from assistant.desk.access import Guard, Right, Viewer, number_of, text_of
from assistant.desk.web import desk_of, see
from assistant.stages import act_drafts, casework
from assistant.stages.act import NotPossible
from assistant.stages.approve import NotApprovable, approve, preview
from assistant.stages.context import Context
from assistant.stages.draft import facts_for, parts_of, template_of
from assistant.stages.foresee import in_dutch
from assistant.stages.four_eyes import writers
from assistant.store import accounts
from assistant.store.account_tables import StaffRole
from assistant.store.errors import StaleVersion
from assistant.store.tables import DraftRow, DraftState, DraftVersionRow
from replies.facts import Field, FieldType
from replies.lint import Finding, lint

router = APIRouter(prefix="/zaken/{reference}/concept/{draft}")
Reader = Annotated[Viewer, Depends(Guard(Right.READ))]
Worker = Annotated[Viewer, Depends(Guard(Right.WORK))]
Checker = Annotated[Viewer, Depends(Guard(Right.WORK, quiet=True))]
Approver = Annotated[Viewer, Depends(Guard(Right.APPROVE))]

_SUGGESTED = {
    "no_data": Outcome.NO_DATA, "refusal": Outcome.REFUSED, "processor_referral": Outcome.REFERRED_TO_CONTROLLER,
    "forwarded_to_fg": Outcome.FORWARDED_TO_FG, "request_withdrawn": Outcome.WITHDRAWN,
    "identification_lapsed": Outcome.LAPSED_WITHOUT_IDENTIFICATION,
}  # fmt: skip
_MEANWHILE = "Het concept is intussen veranderd. Er is niets gedaan. Kijk het hieronder opnieuw na."
_KEEPS_OPEN = frozenset(
    {
        "extension",
        "clarification",
        "status_answer",
        "fee_warning",
        "restriction_lifting",
        "identification_request",
    }
)


def suggested(kinds: list[str]) -> Outcome | None:
    """The outcome that a letter of these parts usually means; None where the case goes on."""
    if set(kinds) & _KEEPS_OPEN:
        return None
    if "refusal" in kinds and len(set(kinds)) > 1:
        return Outcome.PARTLY_GRANTED
    return _SUGGESTED.get(kinds[0], Outcome.GRANTED)


def _base(reference: str, draft: int) -> str:
    return f"/zaken/{reference.upper()}/concept/{draft}"


@router.get("", name="concept")
def page(request: Request, reference: str, draft: int, viewer: Reader) -> Response:
    """The draft to read, fill in and change."""
    return _show(request, reference, draft, viewer)


def _show(
    request: Request, reference: str, draft: int, viewer: Viewer, *, status: int = 200, problem: str = "",
    typed: dict[str, str] | None = None, body: str | None = None, subject: str | None = None,
    theirs: list[tuple[str, str]] | None = None, their_name: str = "",
) -> Response:  # fmt: skip
    desk = desk_of(request)
    with desk.context.database.reading() as session:
        row = session.get_one(DraftRow, draft)
        work = casework.load(desk.context, session, row.case_id, lock=False)
        fields = _fields(desk.context, row, work) if row.state == DraftState.OPEN else ()
        findings = preview(desk.context, session, draft).findings if row.state == DraftState.OPEN else ()
        names = accounts.names(session)
        versions = session.scalars(
            select(DraftVersionRow)
            .where(DraftVersionRow.draft_id == draft)
            .order_by(DraftVersionRow.version.desc())
        ).all()
    shown = row.body if body is None else body
    organisation = work.organisation
    return desk.page(
        request, "draft.html.j2", status, row=row, case=work.case, fields=fields, values={**row.values, **(typed or {})},
        body=shown, subject=row.subject if subject is None else subject, findings=findings, names=names, versions=versions,
        problem=problem, theirs=theirs, their_name=their_name, base=_base(reference, draft), types=FieldType, zone=organisation.zone,
        may_work=viewer.may(Right.WORK, organisation.id) and row.state == DraftState.OPEN, open_fields=_still_open(fields, shown),
        may_approve=viewer.may(Right.APPROVE, organisation.id), summary=_summary(findings),
    )  # fmt: skip


def _fields(context: Context, row: DraftRow, work: casework.Work) -> tuple[Field, ...]:
    """The fields of the letter in its order; those inside a choice follow when the choice is made."""
    fields = template_of(context, work, row).fields
    return tuple(field for field in fields if field.token in row.body or field.name in row.values)


def _still_open(fields: tuple[Field, ...], body: str) -> set[str]:
    return {field.name for field in fields if field.token in body}


def _summary(findings: tuple[Finding, ...]) -> str:
    errors = sum(finding.severity == "error" for finding in findings)
    if errors:
        return (
            "1 punt moet beter voordat de brief weg kan."
            if errors == 1
            else f"{errors} punten moeten beter voordat de brief weg kan."
        )
    return "De brief kan weg. Lees de opmerkingen." if findings else "De brief kan weg."


def _written(request: Request) -> act_drafts.Written:
    """What stands in the form: the text, the fields, and those ticked as "there is nothing"."""
    form = request.state.form
    typed = {
        name.removeprefix("veld."): value
        for name, value in form.items()
        if name.startswith("veld.") and isinstance(value, str)
    }
    emptied = frozenset(name.removeprefix("leeg.") for name in form if name.startswith("leeg."))
    body = text_of(request, "body").replace("\r\n", "\n")
    return act_drafts.Written(text_of(request, "subject"), body, typed, emptied)


@router.post("", name="concept opslaan")
def save(request: Request, reference: str, draft: int, viewer: Worker) -> Response:
    """Store the text and the fields, and the file where one was chosen."""
    context, version, written = desk_of(request).context, number_of(request, "versie"), _written(request)
    file = _chosen_file(request)

    def change() -> None:
        if file is not None:
            act_drafts.attach(context, draft, version=version, actor=viewer.actor, written=written, **file)
            return
        act_drafts.save_draft(
            context, draft, version=version, subject=written.subject, body=written.body, typed=written.typed,
            actor=viewer.actor, emptied=written.emptied,
        )  # fmt: skip

    onward = "/voorbeeld" if text_of(request, "stap") == "voorbeeld" else ""
    return _changed(request, reference, draft, viewer, change, onward)


def _changed(
    request: Request, reference: str, draft: int, viewer: Viewer, change: Callable[[], None], onward: str = ""
) -> Response:  # fmt: skip
    """Change a draft; where that cannot be, the page shows again what stood in the form and nothing is lost."""
    given = _written(request) if "body" in request.state.form else None
    kept: dict[str, Any] = (
        {} if given is None else {"typed": dict(given.typed), "body": given.body, "subject": given.subject}
    )
    try:
        change()
    except NotPossible as problem:
        return _show(request, reference, draft, viewer, status=422, problem=str(problem), **kept)
    except StaleVersion:
        if given is not None:
            return _both(request, reference, draft, viewer, given)
        return _show(request, reference, draft, viewer, status=409, problem=_MEANWHILE)
    except NotApprovable:
        return _show(
            request, reference, draft, viewer, status=409, problem="Dit concept is intussen goedgekeurd of vervangen. Er is niets "
            "veranderd. Uw tekst staat hieronder, zodat u die kunt bewaren.", **kept,
        )  # fmt: skip
    return see(_base(reference, draft) + onward, "" if onward else "opgeslagen")


def _both(request: Request, reference: str, draft: int, viewer: Viewer, own: act_drafts.Written) -> Response:
    """Two people wrote at once: the stored text is theirs, the form keeps yours, and the differences are shown."""
    desk = desk_of(request)
    with desk.context.database.reading() as session:
        row = session.get_one(DraftRow, draft)
        names = accounts.names(session)
    return _show(
        request, reference, draft, viewer, status=409, typed=dict(own.typed), body=own.body, subject=own.subject,
        problem="Het gekozen bestand is niet toegevoegd. Kies het opnieuw." if _chosen_file(request) else "",
        theirs=_differences(row.body, own.body), their_name=names.get(row.updated_by, "een collega"),
    )  # fmt: skip


def _differences(stored: str, own: str) -> list[tuple[str, str]]:
    """Line by line: ("same"|"theirs"|"yours", text); long stretches that are the same are cut short."""
    found: list[tuple[str, str]] = []
    matcher = difflib.SequenceMatcher(None, stored.split("\n"), own.split("\n"), autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            same = stored.split("\n")[a:b]
            found.append(("same", "\n".join(same if len(same) <= 4 else [*same[:2], "…", *same[-2:]])))
            continue
        if b > a:
            found.append(("theirs", "\n".join(stored.split("\n")[a:b])))
        if d > c:
            found.append(("yours", "\n".join(own.split("\n")[c:d])))
    return found


@router.post("/controle", name="concept controleren")
def check(request: Request, reference: str, draft: int, viewer: Checker) -> Response:
    """The lint of a text that is not stored yet."""
    desk = desk_of(request)
    with desk.context.database.reading() as session:
        row = session.get_one(DraftRow, draft)
        work = casework.load(desk.context, session, row.case_id, lock=False)
    own = _written(request)
    try:
        body, _ = act_drafts.with_fields(desk.context, work, row, own.body, own.typed, own.emptied)
    except NotPossible as problem:
        one = {"severity": "error", "what": str(problem), "how": ""}
        return JSONResponse({"findings": [one], "summary": "1 punt moet beter voordat de brief weg kan."})
    facts = facts_for(desk.context, work).with_parts(*parts_of(row))
    names = tuple(attachment["filename"] for attachment in row.attachments)
    found = lint(body, own.subject, facts, tuple(row.recipients), attachments=names)
    return JSONResponse(
        {
            "findings": [{"severity": f.severity, "what": f.what, "how": f.how, "why": f.why} for f in found],
            "summary": _summary(found),
        }
    )


def _chosen_file(request: Request) -> dict[str, Any] | None:
    """The file that was chosen in the form, as the arguments of its stage; None where none was."""
    file = request.state.form.get("bestand")
    if not isinstance(file, UploadFile) or not file.filename:
        return None
    return {"filename": file.filename, "content_type": file.content_type or "", "content": file.file.read()}


@router.post("/bijlage", name="bijlage toevoegen")
def attach(request: Request, reference: str, draft: int, viewer: Worker) -> Response:
    """Add a file; what was being written is stored with it."""
    context, version = desk_of(request).context, number_of(request, "versie")
    file = _chosen_file(request) or {"filename": "", "content_type": "", "content": b""}
    written = _written(request) if "body" in request.state.form else None
    return _changed(
        request, reference, draft, viewer,
        lambda: act_drafts.attach(context, draft, version=version, actor=viewer.actor, written=written, **file),
    )  # fmt: skip


@router.post("/bijlage-weg", name="bijlage verwijderen")
def detach(request: Request, reference: str, draft: int, viewer: Worker) -> Response:
    """Take a file off; what was being written is stored with it."""
    context, version, number = (
        desk_of(request).context,
        number_of(request, "versie"),
        number_of(request, "nummer"),
    )
    written = _written(request) if "body" in request.state.form else None
    return _changed(
        request, reference, draft, viewer,
        lambda: act_drafts.detach(context, draft, version=version, number=number, actor=viewer.actor, written=written),
    )  # fmt: skip


@router.post("/weggooien", name="concept weggooien")
def discard(request: Request, reference: str, draft: int, viewer: Worker) -> Response:
    """Throw the draft away."""
    try:
        act_drafts.discard(
            desk_of(request).context, draft, version=number_of(request, "versie"), actor=viewer.actor
        )
    except NotPossible as problem:
        return _show(request, reference, draft, viewer, status=409, problem=str(problem))
    except StaleVersion:
        return _show(request, reference, draft, viewer, status=409, problem=_MEANWHILE)
    return see(f"/zaken/{reference.upper()}", "gedaan")


@router.get("/voorbeeld", name="voorbeeld van de brief")
def look(request: Request, reference: str, draft: int, viewer: Reader) -> Response:
    """The letter exactly as it will be sent."""
    return _preview(request, reference, draft, viewer)


def _preview(
    request: Request, reference: str, draft: int, viewer: Viewer, *, status: int = 200, problem: str = ""
) -> Response:
    desk = desk_of(request)
    with desk.context.database.reading() as session:
        row = session.get_one(DraftRow, draft)
        work = casework.load(desk.context, session, row.case_id, lock=False)
        seen = preview(desk.context, session, draft)
        names = accounts.names(session)
        wrote = writers(session, row) if desk.context.settings.desk.four_eyes else frozenset()
        approvers = accounts.with_role(session, work.organisation.id, [StaffRole.APPROVER])
    kinds = [part["kind"] for part in row.parts]
    return desk.page(
        request, "preview.html.j2", status, row=row, case=work.case, seen=seen, mail=parse(seen.content) if seen.content else None,
        names=names, base=_base(reference, draft), problem=problem, organisation=work.organisation, zone=work.organisation.zone,
        may_approve=viewer.may(Right.APPROVE, work.organisation.id) and row.state == DraftState.OPEN,
        own_words=viewer.actor in wrote, outcomes=_outcomes(), chosen=suggested(kinds),
        approvers=[person.name for person in approvers if person.actor not in wrote], summary=_summary(seen.findings),
    )  # fmt: skip


def _outcomes() -> list[tuple[str, str]]:
    return [
        (o.value, words.OUTCOMES[o.value])
        for o in Outcome
        if o not in {Outcome.DUPLICATE, Outcome.NOT_A_REQUEST}
    ]


@router.post("/goedkeuren", name="brief goedkeuren")
def sign(request: Request, reference: str, draft: int, viewer: Approver) -> Response:
    """Approve exactly the bytes that were shown; the second click changes nothing."""
    desk = desk_of(request)
    outcome = text_of(request, "uitkomst")
    digest = text_of(request, "vingerafdruk")
    if not digest or (outcome and outcome not in list(Outcome)):
        return _preview(
            request,
            reference,
            draft,
            viewer,
            status=422,
            problem="Kijk eerst naar het voorbeeld en kies een uitkomst.",
        )
    try:
        approve(
            desk.context, draft, approver=viewer.actor, expected_digest=digest, outcome=Outcome(outcome) if outcome else None,
            four_eyes=desk.context.settings.desk.four_eyes,
        )  # fmt: skip
    except StaleVersion:
        return _preview(
            request, reference, draft, viewer, status=409,
            problem="Het concept is veranderd nadat u het voorbeeld zag. Er is niets verzonden. Lees het opnieuw.",
        )  # fmt: skip
    except NotApprovable as refused:
        with desk.context.database.reading() as session:
            state = _state(session, draft)
        if state == DraftState.APPROVED:
            return see(f"/zaken/{reference.upper()}", "al-goedgekeurd")
        return _preview(request, reference, draft, viewer, status=422, problem=_refused(refused, state))
    return see(f"/zaken/{reference.upper()}", "goedgekeurd")


def _state(session: Session, draft: int) -> str:
    return session.get_one(DraftRow, draft).state


def _refused(refused: NotApprovable, state: str) -> str:
    """Why a letter was not approved, in words for staff; findings of the lint are Dutch already."""
    reason = str(refused)
    if state != DraftState.OPEN:
        return "Dit concept is vervallen. Er is niets verzonden."
    if isinstance(refused.__cause__, IllegalTransition):
        return f"De zaak kan zo niet sluiten. {in_dutch(refused.__cause__)} Kies een andere uitkomst. Er is niets verzonden."
    if "four eyes" in reason:
        return "Wie aan de brief schreef of een bijlage veranderde, mag hem niet zelf goedkeuren. Vraag een collega."
    if "address" in reason:
        return "Er is geen adres om naartoe te sturen of vanaf te sturen."
    return f"De brief kan nog niet weg: {reason}"


@router.post("/terughalen", name="goedkeuring intrekken")
def withdraw(request: Request, reference: str, draft: int, viewer: Approver) -> Response:
    """Hold back an approved letter that has not left yet."""
    try:
        act_drafts.withdraw_approval(desk_of(request).context, draft, actor=viewer.actor)
    except NotPossible as problem:
        return _preview(request, reference, draft, viewer, status=409, problem=str(problem))
    return see(_base(reference, draft), "gedaan")
