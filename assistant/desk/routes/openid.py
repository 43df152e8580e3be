"""Signing in through the organisation's identity provider: away to it, and back."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from itsdangerous import BadData, URLSafeTimedSerializer

from assistant.desk.access import Guard, Refusal, Right, Viewer, not_found
from assistant.desk.identity_provider import Identity, IdentityProvider, NotTrusted, ProviderDown
from assistant.desk.routes.sign_in import address_of, onward, started
from assistant.desk.web import Desk, desk_of
from assistant.settings import ConfigError
from assistant.stages import sign_in
from assistant.stages.context import log
from assistant.stages.sign_in import SignInRefused

router = APIRouter(prefix="/inloggen/organisatie")
Anyone = Annotated[Viewer | None, Depends(Guard(Right.PUBLIC, quiet=True))]

VALID_SECONDS = 600
_REMEMBERED = 10_000


def _provider(desk: Desk) -> IdentityProvider:
    if desk.provider is None:
        raise not_found()
    return desk.provider


def _redirect(desk: Desk) -> str:
    return f"{desk.context.settings.desk.base_url.rstrip('/')}/inloggen/organisatie/terug"


def _signer(desk: Desk) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(desk.context.database.vault.digest(b"openid state"), salt="openid")


def _cookie(desk: Desk) -> str:
    return "__Host-openid" if desk.secure else "openid"


@router.get("", name="inloggen via organisatie")
def leave(request: Request, viewer: Anyone, naar: str = "/werkvoorraad") -> Response:
    """To the identity provider."""
    desk = desk_of(request)
    provider = _provider(desk)
    verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
    try:
        url, state = provider.authorization(_redirect(desk), verifier, nonce)
    except (ProviderDown, NotTrusted, ConfigError) as error:
        raise _unreachable(error) from error
    kept = {"state": state, "verifier": verifier, "nonce": nonce, "to": onward(naar)}
    response = RedirectResponse(url, status_code=303)
    desk.set_cookie(response, _cookie(desk), _signer(desk).dumps(kept), VALID_SECONDS)
    return response


@router.get("/terug", name="terug van organisatie")
def back(request: Request, viewer: Anyone) -> Response:
    """From the identity provider: check what it says and begin a session."""
    desk = desk_of(request)
    provider = _provider(desk)
    kept = _kept(desk, request)
    identity = _identity(desk, provider, request, kept)
    try:
        found = sign_in.with_identity(desk.context, provider.chosen.issuer, identity.name, identity.email)
    except SignInRefused as refused:
        raise Refusal(401, "Inloggen is niet gelukt", str(refused)) from refused
    response = started(desk, found, str(kept["to"]))
    response.delete_cookie(_cookie(desk), path="/", secure=desk.secure, httponly=True, samesite="lax")
    return response


def _kept(desk: Desk, request: Request) -> dict[str, Any]:
    """What this browser took along when it left, once: a state that came back before is refused."""
    try:
        kept: dict[str, Any] = _signer(desk).loads(
            request.cookies.get(_cookie(desk), ""), max_age=VALID_SECONDS
        )
    except BadData as error:
        raise Refusal(
            401,
            "Inloggen is niet gelukt",
            "Het inloggen duurde te lang of begon in een andere browser. Begin opnieuw.",
        ) from error
    state = request.query_params.get("state", "")
    if not secrets.compare_digest(state.encode("utf-8", "replace"), str(kept["state"]).encode()):
        raise _refused(desk, request, "state", "Dit antwoord hoort niet bij dit inloggen. Begin opnieuw.")
    if not desk.first_use(state, _REMEMBERED):
        raise _refused(desk, request, "state used before", "Dit antwoord is al gebruikt. Begin opnieuw.")
    return kept


def _identity(desk: Desk, provider: IdentityProvider, request: Request, kept: dict[str, Any]) -> Identity:
    answer = dict(request.query_params)
    if "code" not in answer:
        text = "Uw organisatie liet het inloggen niet toe, of het werd afgebroken. Begin opnieuw."
        raise _refused(desk, request, "no code", text)
    try:
        return provider.identity(answer, _redirect(desk), kept["verifier"], kept["nonce"], desk.context.now())
    except (ProviderDown, ConfigError) as error:
        raise _unreachable(error) from error
    except NotTrusted as error:
        text = "Het antwoord van uw organisatie klopt niet. Begin opnieuw. Blijft dit zo? Bel de beheerder."
        raise _refused(desk, request, str(error), text) from error


def _unreachable(error: Exception) -> Refusal:
    log.error("openid provider unreachable", reason=str(error))
    return Refusal(
        503,
        "Inloggen via uw organisatie lukt nu niet",
        "Probeer het later opnieuw, of ga naar de inlogpagina en log in met uw wachtwoord.",
    )


def _refused(desk: Desk, request: Request, reason: str, text: str) -> Refusal:
    log.warning("openid refused", reason=reason)
    try:
        sign_in.identity_refused(desk.context, address_of(request), reason)
    except SignInRefused as locked:
        text = str(locked)
    return Refusal(401, "Inloggen is niet gelukt", text)
