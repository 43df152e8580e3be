"""Signing in through the organisation's identity provider: OpenID Connect, authorization code with PKCE (RFC 7636)."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

import httpx
from authlib.integrations.httpx_client import OAuth2Client
from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from itsdangerous import BadData, URLSafeTimedSerializer
from joserfc import jwt
from joserfc.jwk import KeySet

from assistant.desk.access import Guard, Refusal, Right, Viewer, not_found
from assistant.desk.routes.sign_in import onward, started
from assistant.desk.web import Desk, desk_of
from assistant.settings import ConfigError, OpenIdConnect
from assistant.stages import sign_in
from assistant.stages.context import log
from assistant.stages.sign_in import SignInRefused

router = APIRouter(prefix="/inloggen/organisatie")
Anyone = Annotated[Viewer | None, Depends(Guard(Right.PUBLIC, quiet=True))]

VALID_SECONDS = 600
TIMEOUT = 10.0
ALGORITHMS = ["RS256", "PS256", "ES256"]
_CLOCKS_DIFFER = 120


@dataclass(frozen=True, slots=True)
class Provider:
    """What discovery tells of the identity provider."""

    issuer: str
    authorization: str
    token: str
    keys: str


@lru_cache(maxsize=4)
def discover(issuer: str) -> Provider:
    """OpenID Connect Discovery 1.0; asked once per process."""
    found = _json(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    return Provider(
        found["issuer"], found["authorization_endpoint"], found["token_endpoint"], found["jwks_uri"]
    )


def _json(url: str) -> dict[str, Any]:
    answer = httpx.get(url, timeout=TIMEOUT)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def _settings(desk: Desk) -> OpenIdConnect:
    chosen = desk.context.settings.desk.openid_connect
    if chosen is None:
        raise not_found()
    return chosen


def _client(desk: Desk, chosen: OpenIdConnect) -> OAuth2Client:
    return OAuth2Client(
        client_id=chosen.client_id,
        client_secret=chosen.client_secret.read(),
        scope="openid email profile",
        redirect_uri=f"{desk.context.settings.desk.base_url}/inloggen/organisatie/terug",
        code_challenge_method="S256",
        timeout=TIMEOUT,
    )


def _signer(desk: Desk) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(desk.context.database.vault.digest(b"openid state"), salt="openid")


def _cookie(desk: Desk) -> str:
    return "__Host-openid" if desk.secure else "openid"


@router.get("", name="inloggen via organisatie")
def leave(request: Request, viewer: Anyone, naar: str = "/werkvoorraad") -> Response:
    """To the identity provider."""
    desk = desk_of(request)
    chosen = _settings(desk)
    verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
    try:
        provider = discover(chosen.issuer)
        with _client(desk, chosen) as client:
            url, state = client.create_authorization_url(
                provider.authorization, code_verifier=verifier, nonce=nonce
            )
    except (httpx.HTTPError, ConfigError, KeyError, ValueError) as error:
        raise _unreachable(error) from error
    kept = {"state": state, "verifier": verifier, "nonce": nonce, "to": onward(naar)}
    response = RedirectResponse(url, status_code=303)
    desk.set_cookie(response, _cookie(desk), _signer(desk).dumps(kept), VALID_SECONDS)
    return response


@router.get("/terug", name="terug van organisatie")
def back(request: Request, viewer: Anyone) -> Response:
    """From the identity provider: check what it says and begin a session."""
    desk = desk_of(request)
    chosen = _settings(desk)
    try:
        kept = _signer(desk).loads(request.cookies.get(_cookie(desk), ""), max_age=VALID_SECONDS)
    except BadData as error:
        raise _refused("Het inloggen duurde te lang. Begin opnieuw.") from error
    asked = request.query_params
    if not secrets.compare_digest(asked.get("state", ""), kept["state"]) or "code" not in asked:
        raise _refused("Uw organisatie liet het inloggen niet toe, of het werd afgebroken. Begin opnieuw.")
    try:
        claims = _claims(desk, chosen, asked["code"], kept["verifier"])
    except (httpx.HTTPError, ConfigError, KeyError) as error:
        raise _unreachable(error) from error
    except Exception as error:  # authlib's and joserfc's own refusals share no base
        log.warning("openid refused", error=type(error).__name__)
        raise _refused("Het antwoord van uw organisatie klopt niet. Begin opnieuw.") from error
    if not secrets.compare_digest(str(claims.get("nonce", "")), kept["nonce"]):
        raise _refused("Het antwoord van uw organisatie hoort niet bij dit inloggen. Begin opnieuw.")
    try:
        found = sign_in.with_identity(desk.context, f"{claims['iss']} {claims['sub']}", email_of(claims))
    except SignInRefused as refused:
        raise _refused(str(refused)) from refused
    response = started(desk, found, kept["to"])
    response.delete_cookie(_cookie(desk), path="/", secure=desk.secure, httponly=True, samesite="lax")
    return response


def _claims(desk: Desk, chosen: OpenIdConnect, code: str, verifier: str) -> dict[str, Any]:
    """The claims of the ID token, its signature, issuer, audience and times checked (OpenID Connect Core 3.1.3.7)."""
    provider = discover(chosen.issuer)
    with _client(desk, chosen) as client:
        token = client.fetch_token(
            provider.token, code=code, code_verifier=verifier, grant_type="authorization_code"
        )
    keys = KeySet.import_key_set(_json(provider.keys))  # type: ignore[arg-type]
    decoded = jwt.decode(token["id_token"], keys, algorithms=ALGORITHMS)
    rules = jwt.JWTClaimsRegistry(
        now=lambda: int(time.time()), leeway=_CLOCKS_DIFFER, iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": chosen.client_id}, exp={"essential": True}, sub={"essential": True},
    )  # fmt: skip
    rules.validate(decoded.claims)
    claims: dict[str, Any] = dict(decoded.claims)
    return claims


def email_of(claims: dict[str, Any]) -> str:
    """The address to find an account by, the first time only: one that the provider does not call unverified."""
    if claims.get("email_verified") is False:
        return ""
    return str(claims.get("email") or claims.get("preferred_username") or "")


def _unreachable(error: Exception) -> Refusal:
    log.error("openid provider unreachable", error=type(error).__name__)
    return Refusal(
        503,
        "Inloggen via uw organisatie lukt nu niet",
        "Probeer het later opnieuw, of log in met uw wachtwoord.",
    )


def _refused(text: str) -> Refusal:
    return Refusal(401, "Inloggen is niet gelukt", text)
