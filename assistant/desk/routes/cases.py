"""The page of a case: the conversation, the labels, the clock, the identity, the history, and what can be done."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session, undefer

from assistant.core.identification import Ask, Enough, ForPerson, NoneNeeded, Wait
from assistant.core.parse import attachment_payloads, parse
from assistant.core.reckoning import RequestReckoning
from assistant.desk import html_mail
from assistant.desk.access import Guard, Refusal, Right, Viewer, not_found, number_of, text_of
from assistant.desk.at_a_glance import glance
from assistant.desk.case_view import view
from assistant.desk.files import download
from assistant.desk.milestones import milestones
from assistant.desk.web import desk_of, see
from assistant.stages.act import NotPossible
from assistant.stages.actions import ACTIONS
from assistant.stages.correct import judge_labels
from assistant.store import accounts, cases
from assistant.store.errors import StaleVersion
from assistant.store.tables import MessageRow, OutboxRow, RawMailRow

router = APIRouter(prefix="/zaken/{reference}")
Reader = Annotated[Viewer, Depends(Guard(Right.READ))]
Worker = Annotated[Viewer, Depends(Guard(Right.WORK))]

GROUPS = (
    ("identiteit", "Identiteit"), ("termijn", "Termijn"), ("brief", "Brief"), ("werk", "Verdelen en noteren"),
    ("einde", "Sluiten en samenvoegen"),
)  # fmt: skip
STALE = Refusal(
    409, "De zaak is intussen veranderd",
    "Iemand anders, of een nieuw bericht, heeft deze zaak veranderd. Er is niets gedaan. Ga terug naar de zaak en kijk opnieuw.",
)  # fmt: skip


@router.get("", name="zaak")
def page(request: Request, reference: str, viewer: Reader) -> Response:
    """The whole case."""
    return show(request, reference, viewer)


def show(request: Request, reference: str, viewer: Viewer, status: int = 200, problem: str = "") -> Response:
    """The page of a case, with a problem above it where there is one."""
    desk = desk_of(request)
    with desk.context.database.reading() as session:
        row = cases.by_reference(session, reference)
        if row is None:
            raise not_found()
        found = view(desk.context, session, row.id)
        names = accounts.names(session)
    organisation = found.work.organisation
    today = desk.context.now().astimezone(organisation.timezone).date()
    return desk.page(
        request, "case.html.j2", status, view=found, case=found.case, row=found.work.row, organisation=organisation, names=names,
        zone=organisation.zone, today=today, groups=GROUPS, milestones=milestones(found.case, found.reckoning, today),
        seen=glance(found.work.row, desk.context.now(), today, drafted=bool(found.drafts)),
        is_request=isinstance(found.reckoning, RequestReckoning), ladder=_ladder(found.ladder), problem=problem,
        may_work=viewer.may(Right.WORK, organisation.id), may_approve=viewer.may(Right.APPROVE, organisation.id),
    )  # fmt: skip


def _ladder(verdict: Any) -> dict[str, str] | None:
    words = {
        NoneNeeded: "Niets vragen", Enough: "Identiteit is duidelijk genoeg", Ask: "Vraag om identificatie", Wait: "Wacht op antwoord",
        ForPerson: "Beoordeel het zelf",
    }  # fmt: skip
    return (
        None
        if verdict is None
        else {"advice": words[type(verdict)], "reason": verdict.reason, "source": verdict.source}
    )


@router.post("/labels", name="labels beoordelen")
def labels(request: Request, reference: str, viewer: Worker) -> Response:
    """Confirm or correct what is asked."""
    chosen = [value for value in request.state.form.getlist("label") if isinstance(value, str)]
    try:
        beside = judge_labels(
            desk_of(request).context, reference, chosen, actor=viewer.actor, version=number_of(request, "versie"),
            climb=bool(text_of(request, "identificatie")),
        )  # fmt: skip
    except NotPossible as problem:
        return show(request, reference, viewer, 422, str(problem))
    except StaleVersion as stale:
        raise STALE from stale
    return see(f"/zaken/{reference.upper()}", "opgeslagen" if beside is None else "naast-elkaar")


@router.post("/neem", name="zaak nemen")
def take(request: Request, reference: str, viewer: Worker) -> Response:
    """Take the case oneself."""
    from assistant.stages.act import perform  # noqa: PLC0415

    try:
        perform(
            desk_of(request).context,
            reference,
            ACTIONS["toewijzen"],
            {"assignee": viewer.actor},
            actor=viewer.actor,
        )
    except NotPossible as problem:
        return show(request, reference, viewer, 422, str(problem))
    return see(f"/zaken/{reference.upper()}", "gedaan")


def _message(session: Session, message: int) -> tuple[MessageRow, bytes]:
    row = session.get(MessageRow, message)
    raw = session.get(RawMailRow, row.raw_id, options=[undefer(RawMailRow.content)]) if row else None
    if row is None or raw is None or raw.content is None:
        raise Refusal(
            410, "Deze inhoud is er niet meer", "De bewaartermijn is voorbij. De inhoud is verwijderd."
        )
    return row, raw.content


@router.get("/bericht/{message}", name="origineel bericht")
def original(request: Request, reference: str, message: int, viewer: Reader) -> Response:
    """The mail as it came: safe HTML or text, headers, attachments behind a warning."""
    desk = desk_of(request)
    with desk.context.database.reading() as session:
        row, content = _message(session, message)
    mail = parse(content)
    organisation = desk.context.organisation(row.organisation)
    return desk.page(
        request, "original.html.j2", mail=mail, html=html_mail.safe(mail.html) if mail.html else "", reference=reference.upper(),
        back=f"/zaken/{reference.upper()}", base=f"/zaken/{reference.upper()}/bericht/{message}", received=row.received_at,
        zone=organisation.zone, size=len(content),
    )  # fmt: skip


@router.get("/bericht/{message}/bron", name="bericht downloaden")
def source(request: Request, reference: str, message: int, viewer: Reader) -> Response:
    """The exact bytes of a mail."""
    with desk_of(request).context.database.reading() as session:
        _, content = _message(session, message)
    return download(content, f"{reference.upper()}-bericht-{message}.eml")


@router.get("/bericht/{message}/bijlage/{number}", name="bijlage downloaden")
def attachment(request: Request, reference: str, message: int, number: int, viewer: Reader) -> Response:
    """One attachment, only as a file to save; asks first."""
    desk = desk_of(request)
    with desk.context.database.reading() as session:
        _, content = _message(session, message)
    files = list(attachment_payloads(content))
    if not 0 <= number < len(files):
        raise not_found()
    listed, payload = files[number]
    if request.query_params.get("zeker") != "ja":
        return desk.page(
            request, "attachment.html.j2", file=listed, reference=reference.upper(),
            back=f"/zaken/{reference.upper()}/bericht/{message}", link=f"{request.url.path}?zeker=ja",
        )  # fmt: skip
    return download(payload, listed.filename)


@router.get("/verzonden/{sent}/bron", name="verzonden bericht downloaden")
def sent_source(request: Request, reference: str, sent: int, viewer: Reader) -> Response:
    """The exact bytes of a mail that we sent."""
    with desk_of(request).context.database.reading() as session:
        row = session.get(OutboxRow, sent, options=[undefer(OutboxRow.content)])
    if row is None or row.content is None:
        raise Refusal(
            410, "Deze inhoud is er niet meer", "De bewaartermijn is voorbij. De inhoud is verwijderd."
        )
    return download(row.content, f"{reference.upper()}-verzonden-{sent}.eml")
