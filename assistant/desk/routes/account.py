"""One's own account: code at sign-in, sessions, calendar address, drafts by mail; and the link of such a mail."""

from __future__ import annotations

from typing import Annotated

import pyotp
import segno
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from markupsafe import Markup

from assistant.desk.access import Guard, Refusal, Right, Viewer, number_of, text_of
from assistant.desk.web import desk_of, see
from assistant.stages import accounts as stage
from assistant.stages import review_mail, sign_in
from assistant.stages.calendar import feed
from assistant.stages.sign_in import SignInRefused
from assistant.store import accounts
from assistant.store.account_tables import AccountRow

router = APIRouter()
Me = Annotated[Viewer, Depends(Guard(Right.SIGNED_IN))]
Anyone = Annotated[Viewer | None, Depends(Guard(Right.PUBLIC, quiet=True))]


@router.get("/account", name="eigen account")
def page(request: Request, viewer: Me) -> Response:
    """What concerns one's own account."""
    return _show(request, viewer)


def _show(
    request: Request, viewer: Viewer, *, status: int = 200, problem: str = "", calendar: str = ""
) -> Response:
    desk = desk_of(request)
    with desk.context.database.reading() as session:
        row = session.get_one(AccountRow, viewer.account_id)
        sessions = accounts.sessions_of(session, row.id, desk.context.now())
    secret = None if row.totp_secret else pyotp.random_base32()
    return desk.page(
        request, "account.html.j2", status, account=row, sessions=sessions, problem=problem, secret=secret,
        qr=_qr(row.email, secret) if secret else "", calendar=calendar, zone=desk.context.settings.organisations[0].zone,
        organisations={o.id: o.name for o in desk.context.settings.organisations},
    )  # fmt: skip


def _qr(email: str, secret: str) -> Markup:
    uri = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Werkplek privacyverzoeken")
    drawn = segno.make(uri, error="m").svg_inline(
        scale=4, border=2, svgclass=None, lineclass=None, omitsize=True
    )
    return Markup(drawn)  # noqa: S704 - drawn by the library from base32 and a percent-encoded address


@router.post("/account/code", name="inlogcode aanzetten")
def totp_on(request: Request, viewer: Me) -> Response:
    """Turn the code on."""
    try:
        sign_in.set_totp(
            desk_of(request).context,
            viewer.account_id,
            text_of(request, "geheim")[:64],
            text_of(request, "code"),
        )
    except SignInRefused as refused:
        return _show(request, viewer, status=422, problem=str(refused))
    return see("/account", "opgeslagen")


@router.post("/account/code-uit", name="inlogcode uitzetten")
def totp_off(request: Request, viewer: Me) -> Response:
    """Turn the code off."""
    try:
        sign_in.remove_totp(desk_of(request).context, viewer.account_id, text_of(request, "code"))
    except SignInRefused as refused:
        return _show(request, viewer, status=422, problem=str(refused))
    return see("/account", "opgeslagen")


@router.post("/account/sessie-weg", name="eigen sessie beëindigen")
def revoke(request: Request, viewer: Me) -> Response:
    """End one of one's own sessions."""
    number = number_of(request, "sessie")
    stage.revoke(desk_of(request).context, viewer.account_id, actor=viewer.actor, session_id=number)
    return see("/account", "gedaan")


@router.post("/account/mail", name="concepten per mail")
def by_mail(request: Request, viewer: Me) -> Response:
    """Whether new drafts come by mail."""
    stage.set_drafts_by_mail(
        desk_of(request).context, viewer.account_id, wanted=text_of(request, "mail") == "ja"
    )
    return see("/account", "opgeslagen")


@router.post("/account/agenda", name="agenda-adres maken")
def calendar_address(request: Request, viewer: Me) -> Response:
    """A new secret calendar address; shown once."""
    desk = desk_of(request)
    secret = stage.new_calendar_secret(desk.context, viewer.account_id)
    return _show(request, viewer, calendar=f"{desk.context.settings.desk.base_url}/agenda/{secret}")


@router.get("/agenda/{secret}/{of}.ics", name="agenda")
def calendar(request: Request, secret: str, of: str, viewer: Anyone) -> Response:
    """The deadlines of one organisation for a calendar program; the address itself is the key."""
    desk = desk_of(request)
    with desk.context.database.reading() as session:
        row = accounts.by_calendar(session, desk.context.database.vault.lookup(secret[:100]))
        held = accounts.roles_of(session, row.id) if row is not None and row.disabled_at is None else {}
    probe = Viewer(0, "", "", held, 0, "")
    if of not in held or not probe.may(Right.READ, of):
        raise Refusal(404, "Deze agenda bestaat niet", "Maak op de pagina van uw account een nieuw adres.")
    return Response(
        feed(desk.context, desk.context.organisation(of)), media_type="text/calendar; charset=utf-8"
    )


@router.get("/link/{token}", name="link uit een mail")
def link(request: Request, token: str, viewer: Me) -> Response:
    """The one-time link of a draft by mail; it opens a page and approves nothing."""
    path = review_mail.use(desk_of(request).context, token[:100], viewer.account_id)
    if path is None:
        raise Refusal(
            410, "Deze link werkt niet meer",
            "Een link werkt een keer, twee weken lang, en alleen voor wie de mail kreeg. Het concept vindt u in de werkvoorraad.",
        )  # fmt: skip
    return see(path)
