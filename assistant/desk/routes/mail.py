"""Mail that is no case: what could not be read, and what needed no answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import undefer

from assistant.core.parse import parse
from assistant.desk import html_mail
from assistant.desk.access import Guard, Refusal, Right, Viewer, not_found, small_number, text_of
from assistant.desk.files import download
from assistant.desk.web import desk_of, see
from assistant.stages import worklist
from assistant.stages.act import NotPossible
from assistant.stages.act_mail import handled, make_case
from assistant.store.tables import MessageRow, RawMailRow

router = APIRouter()
Reader = Annotated[Viewer, Depends(Guard(Right.READ))]
Worker = Annotated[Viewer, Depends(Guard(Right.WORK))]
PAGE = 50


def _zones(request: Request) -> dict[str, str]:
    return {o.id: o.zone for o in desk_of(request).context.settings.organisations}


def _names(request: Request) -> dict[str, str]:
    return {o.id: o.name for o in desk_of(request).context.settings.organisations}


@router.get("/quarantaine", name="quarantaine")
def quarantine(request: Request, viewer: Reader) -> Response:
    """Mails that could not be read; their bytes are safe."""
    desk = desk_of(request)
    with desk.context.database.reading() as session:
        rows = session.scalars(worklist.quarantined(viewer.organisations()).limit(PAGE)).all()
    return desk.page(
        request, "quarantine.html.j2", rows=rows, zones=_zones(request), organisations=_names(request)
    )


@router.get("/niet-beantwoord", name="niet beantwoord")
def unanswered(request: Request, viewer: Reader) -> Response:
    """Messages that got no answer, with the reason."""
    desk = desk_of(request)
    number = min(max(small_number(request.query_params.get("pagina", "1"), 1), 1), 9999)
    with desk.context.database.reading() as session:
        statement = (
            worklist.unanswered(desk.context, viewer.organisations())
            .offset((number - 1) * PAGE)
            .limit(PAGE + 1)
        )
        rows = session.scalars(statement).all()
    return desk.page(
        request, "unanswered.html.j2", rows=rows[:PAGE], more=len(rows) > PAGE, number=number, zones=_zones(request),
        organisations=_names(request),
    )  # fmt: skip


@router.post("/niet-beantwoord", name="berichten gezien")
def seen(request: Request, viewer: Worker) -> Response:
    """Several messages at once are seen to; that sends nothing and loses nothing."""
    ids = [small_number(value) for value in request.state.form.getlist("bericht") if isinstance(value, str)]
    done = handled(
        desk_of(request).context,
        ids[:200],
        actor=viewer.actor,
        organisations=viewer.organisations(Right.WORK),
    )
    return see("/niet-beantwoord", "gedaan" if done else "ongewijzigd")


@router.get("/mail/{raw}", name="los bericht")
def single(request: Request, raw: int, viewer: Reader) -> Response:
    """One such mail: what is known of it, and what can be done."""
    return _single(request, raw, viewer)


def _single(request: Request, raw: int, viewer: Viewer, *, status: int = 200, problem: str = "") -> Response:
    desk = desk_of(request)
    with desk.context.database.reading() as session:
        row = session.get(RawMailRow, raw, options=[undefer(RawMailRow.content)])
        message = session.scalar(select(MessageRow).where(MessageRow.raw_id == raw))
    if row is None:
        raise not_found()
    mail = parse(row.content) if row.content and message is not None else None
    return desk.page(
        request, "mail.html.j2", status, row=row, message=message, mail=mail, html=html_mail.safe(mail.html) if mail and mail.html else "",
        zone=_zones(request)[row.mailbox], problem=problem, may_work=viewer.may(Right.WORK, row.mailbox),
        organisation=_names(request)[row.mailbox],
    )  # fmt: skip


@router.get("/mail/{raw}/bron", name="los bericht downloaden")
def source(request: Request, raw: int, viewer: Reader) -> Response:
    """The bytes as they came; asks first."""
    desk = desk_of(request)
    if request.query_params.get("zeker") != "ja":
        return desk.page(request, "source.html.j2", link=f"{request.url.path}?zeker=ja", back=f"/mail/{raw}")
    with desk.context.database.reading() as session:
        row = session.get(RawMailRow, raw, options=[undefer(RawMailRow.content)])
    if row is None or row.content is None:
        raise Refusal(
            410,
            "Deze inhoud is er niet",
            "De inhoud is verwijderd, of de mailserver gaf haar niet. Kijk in de mailbox.",
        )
    return download(row.content, f"bericht-{raw}.eml")


@router.post("/mail/{raw}/afgehandeld", name="los bericht afgehandeld")
def done(request: Request, raw: int, viewer: Worker) -> Response:
    """One mail is seen to."""
    changed = handled(
        desk_of(request).context, [raw], actor=viewer.actor, organisations=viewer.organisations(Right.WORK)
    )
    back = "/quarantaine" if text_of(request, "terug") == "quarantaine" else "/niet-beantwoord"
    return see(back, "gedaan" if changed else "ongewijzigd")


@router.post("/mail/{raw}/zaak", name="zaak maken van bericht")
def case(request: Request, raw: int, viewer: Worker) -> Response:
    """Make a case of it after all."""
    labels = [value for value in request.state.form.getlist("label") if isinstance(value, str)]
    try:
        make_case(desk_of(request).context, raw, labels, actor=viewer.actor)
    except NotPossible as problem:
        return _single(request, raw, viewer, status=422, problem=str(problem))
    return see("/niet-beantwoord", "zaak")
