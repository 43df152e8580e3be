"""Signing in and out: password, code, and the forced first change."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from assistant.desk.access import GoTo, Guard, Right, Viewer, text_of, viewer_of
from assistant.desk.web import Desk, desk_of, see
from assistant.stages import sign_in
from assistant.stages.sign_in import SignedIn, SignInRefused, WeakPassword

router = APIRouter()
Public = Annotated[Viewer | None, Depends(Guard(Right.PUBLIC))]
SignedInViewer = Annotated[Viewer, Depends(Guard(Right.SIGNED_IN))]


def onward(path: str) -> str:
    """Where to go after sign-in: only to a page of our own."""
    # Browsers drop tabs and line ends from an address and read a backslash as a slash.
    odd = "\\" in path or not path.isprintable()
    return path if path.startswith("/") and not path.startswith("//") and not odd else "/werkvoorraad"


def address_of(request: Request) -> str:
    """The network address of the browser, as the reverse proxy told it."""
    return request.client.host if request.client else "onbekend"


@router.get("/", name="begin")
def begin(viewer: SignedInViewer) -> Response:
    """To the work; an administrator who reads no requests goes to the accounts."""
    return see("/werkvoorraad" if viewer.may(Right.READ) else "/beheer")


@router.get("/inloggen", name="inlogpagina")
def form(request: Request, viewer: Public, naar: str = "/werkvoorraad") -> Response:
    """The sign-in form."""
    if viewer is not None:
        return see(onward(naar))
    return desk_of(request).page(
        request, "sign_in.html.j2", to=onward(naar), email="", problem="", oidc=desk_of(request).context.settings.desk.openid_connect
    )  # fmt: skip


@router.post("/inloggen", name="inloggen")
def enter(request: Request, viewer: Public) -> Response:
    """Check the password and begin a session."""
    desk = desk_of(request)
    to, email = onward(text_of(request, "naar")), text_of(request, "email")
    try:
        found = sign_in.with_password(
            desk.context, email, text_of(request, "wachtwoord"), address_of(request)
        )
    except SignInRefused as refused:
        oidc = desk.context.settings.desk.openid_connect
        return desk.page(
            request, "sign_in.html.j2", 401, to=to, email=email[:320], problem=str(refused), oidc=oidc
        )
    return started(desk, found, to)


def started(desk: Desk, found: SignedIn, to: str) -> Response:
    """The answer that carries a fresh session's cookie."""
    target = f"/inloggen/code?naar={quote(to)}" if found.awaits_code else to
    response = RedirectResponse(target, status_code=303)
    desk.set_cookie(response, desk.cookie, found.token, desk.context.settings.desk.session_hours * 3600)
    return response


@router.get("/inloggen/code", name="codepagina")
def code_form(request: Request, viewer: Public, naar: str = "/werkvoorraad") -> Response:
    """The form for the code of the authenticator app."""
    if viewer_of(desk_of(request), request) is not None:
        raise GoTo(onward(naar))
    return desk_of(request).page(request, "code.html.j2", to=onward(naar), problem="")


@router.post("/inloggen/code", name="inloggen met code")
def enter_code(request: Request, viewer: Public) -> Response:
    """Check the code and finish the sign-in."""
    desk = desk_of(request)
    to = onward(text_of(request, "naar"))
    token = request.cookies.get(desk.cookie, "")
    try:
        found = sign_in.with_code(desk.context, token, text_of(request, "code"), address_of(request))
    except SignInRefused as refused:
        return desk.page(request, "code.html.j2", 401, to=to, problem=str(refused))
    return started(desk, found, to)


@router.post("/uitloggen", name="uitloggen")
def leave(request: Request, viewer: SignedInViewer) -> Response:
    """End this session."""
    desk = desk_of(request)
    sign_in.sign_out(desk.context, request.cookies.get(desk.cookie, ""))
    response = see("/inloggen", "uitgelogd")
    response.delete_cookie(desk.cookie, path="/", secure=desk.secure, httponly=True, samesite="lax")
    return response


@router.get("/wachtwoord", name="wachtwoordpagina")
def password_form(request: Request, viewer: SignedInViewer) -> Response:
    """The form for a new password; the first sign-in always comes here."""
    return desk_of(request).page(request, "password.html.j2", problem="", forced=viewer.must_change)


@router.post("/wachtwoord", name="wachtwoord wijzigen")
def change_password(request: Request, viewer: SignedInViewer) -> Response:
    """Set a new password."""
    desk = desk_of(request)
    new = text_of(request, "nieuw")
    if new != text_of(request, "nogmaals"):
        problem = "De twee nieuwe wachtwoorden zijn niet gelijk."
        return desk.page(request, "password.html.j2", 422, problem=problem, forced=viewer.must_change)
    try:
        sign_in.change_password(
            desk.context, viewer.account_id, viewer.session_id, text_of(request, "oud"), new
        )
    except (SignInRefused, WeakPassword) as refused:
        return desk.page(request, "password.html.j2", 422, problem=str(refused), forced=viewer.must_change)
    return see("/werkvoorraad" if viewer.may(Right.READ) else "/account", "wachtwoord")
