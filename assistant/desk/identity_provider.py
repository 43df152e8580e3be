"""The client's side of OpenID Connect: discovery, the authorization request, the token and what its claims prove.

OpenID Connect Core 1.0 (3.1), Discovery 1.0, PKCE (RFC 7636), issuer in the answer (RFC 9207). Knows nothing of accounts.
"""

from __future__ import annotations

import ssl
import threading
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.deprecate import AuthlibDeprecationWarning
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from assistant.settings import OpenIdConnect, is_safe_address

with (
    warnings.catch_warnings()
):  # of a successor to httpx, on the terminal of an administrator who cannot help it
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    from authlib.integrations.httpx_client import OAuth2Client

TIMEOUT = 5.0
"""Seconds for each answer of the provider; a page of the desk waits that long at most."""
AT_ONCE = 8
"""So many visitors may wait for the provider together; a provider that hangs must not hold the whole desk."""
FORGET_DISCOVERY = 3600.0
ALGORITHMS = ("RS256", "PS256", "ES256")
"""Signatures with the provider's key pair. Neither "none" nor HS256, whose secret could be the public key (RFC 8725 2.1)."""
_CLOCKS_DIFFER = 120
_TENANT = "{tenantid}"


class ProviderDown(Exception):
    """The provider does not answer, or not like a provider; ``reason`` is for the log and holds no personal data."""


class NotTrusted(Exception):
    """What came back proves nothing; the message names the check that failed and holds no personal data."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """What discovery tells of the provider. ``issuer`` may hold Entra's ``{tenantid}`` in place of one tenant."""

    issuer: str
    authorization: str
    token: str
    keys: str
    token_auth: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says it is.

    ``name`` never changes and is never given to another: Entra's tenant and object id, or else the subject. ``email`` is the
    address only where the provider vouches for it, and empty otherwise: an unverified address is a text that its owner chose.
    """

    name: str
    email: str


class IdentityProvider:
    """The configured provider, asked over the network."""

    def __init__(self, chosen: OpenIdConnect) -> None:
        self.chosen = chosen
        self._slots = threading.BoundedSemaphore(AT_ONCE)
        self._found: tuple[float, Endpoints] | None = None

    def check(self) -> None:
        """Ask discovery and the keys, and read the client secret; signs nobody in.

        Raises:
            ProviderDown, ConfigError: as :meth:`authorization`.
        """
        self.chosen.client_secret.read()
        with self._asking():
            self._json(self._endpoints().keys)

    def authorization(self, redirect: str, verifier: str, nonce: str) -> tuple[str, str]:
        """The address to send the browser to, and the state it must bring back.

        Raises:
            ProviderDown: discovery failed. ConfigError: the client secret cannot be read.
        """
        with self._asking(), self._client(self._endpoints(), redirect) as client:
            url, state = client.create_authorization_url(
                self._endpoints().authorization, code_verifier=verifier, nonce=nonce
            )
        return str(url), str(state)

    def identity(
        self, answer: Mapping[str, str], redirect: str, verifier: str, nonce: str, now: datetime
    ) -> Identity:
        """Who signed in, by the answer that the browser brought; its state was checked before.

        Raises:
            NotTrusted: a check failed. ProviderDown, ConfigError: as above.
        """
        with self._asking():
            found = self._endpoints()
            if "iss" in answer and _TENANT not in found.issuer and answer["iss"] != found.issuer:
                raise NotTrusted("answer of another issuer")
            claims = self._claims(found, self._id_token(found, answer["code"], redirect, verifier), now)
        if claims.get("nonce") != nonce:
            raise NotTrusted("nonce")
        return Identity(_name(claims), _verified_email(claims))

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """One place in the queue for the provider, and its failures as our two."""
        if not self._slots.acquire(timeout=1.0):
            raise ProviderDown("too many wait for it")
        try:
            yield
        except httpx.HTTPError as error:
            raise ProviderDown(type(error).__name__) from error
        except AuthlibBaseError as error:
            raise NotTrusted("code refused") from error
        finally:
            self._slots.release()

    def _tls(self) -> ssl.SSLContext:
        try:
            return ssl.create_default_context(cafile=self.chosen.ca_file)
        except OSError as error:
            raise ProviderDown("desk.openid_connect.ca_file cannot be read") from error

    def _client(self, found: Endpoints, redirect: str) -> OAuth2Client:
        return OAuth2Client(
            client_id=self.chosen.client_id,
            client_secret=self.chosen.client_secret.read(),
            token_endpoint_auth_method=found.token_auth,
            scope="openid email profile",
            redirect_uri=redirect,
            code_challenge_method="S256",
            timeout=TIMEOUT,
            verify=self._tls(),
        )

    def _endpoints(self) -> Endpoints:
        """By discovery; the issuer must be the configured one (Discovery 1.0, 4.3). Kept for an hour."""
        if self._found is not None and time.monotonic() - self._found[0] < FORGET_DISCOVERY:
            return self._found[1]
        told = self._json(f"{self.chosen.issuer.rstrip('/')}/.well-known/openid-configuration")
        try:
            found = Endpoints(
                str(told["issuer"]), str(told["authorization_endpoint"]), str(told["token_endpoint"]), str(told["jwks_uri"]),
                _token_auth(told),
            )  # fmt: skip
        except KeyError as error:
            raise ProviderDown(f"discovery without {error}") from error
        self._check(found)
        self._found = (time.monotonic(), found)
        return found

    def _check(self, found: Endpoints) -> None:
        if _TENANT in found.issuer:
            if not self.chosen.tenants:
                raise ProviderDown("issuer of every tenant: name one tenant in issuer, or several in tenants")
        elif found.issuer != self.chosen.issuer:
            raise ProviderDown("discovery names another issuer than desk.openid_connect.issuer")
        if not all(is_safe_address(url) for url in (found.authorization, found.token, found.keys)):
            raise ProviderDown("an endpoint without TLS")

    def _json(self, url: str) -> dict[str, Any]:
        answer = httpx.get(url, timeout=TIMEOUT, verify=self._tls())
        answer.raise_for_status()
        try:
            found = answer.json()
        except ValueError as error:
            raise ProviderDown("an answer that is no JSON") from error
        if not isinstance(found, dict):
            raise ProviderDown("an answer that is no JSON object")
        return found

    def _id_token(self, found: Endpoints, code: str, redirect: str, verifier: str) -> str:
        with self._client(found, redirect) as client:
            try:
                token = client.fetch_token(
                    found.token, code=code, code_verifier=verifier, grant_type="authorization_code"
                )
            except ValueError as error:
                raise ProviderDown("an answer that is no JSON") from error
        id_token = token.get("id_token") if isinstance(token, dict) else None
        if not isinstance(id_token, str):
            raise NotTrusted("no ID token")
        return id_token

    def _claims(self, found: Endpoints, id_token: str, now: datetime) -> dict[str, Any]:
        """The claims of the ID token: signature, issuer, audience and times checked (Core 3.1.3.7).

        The keys are asked for each time, so that a rotated key counts from the first moment and a withdrawn one no longer.
        """
        listed = self._json(found.keys)
        try:
            keys = KeySet.import_key_set(listed)  # type: ignore[arg-type]
            claims: dict[str, Any] = dict(jwt.decode(id_token, keys, algorithms=ALGORITHMS).claims)
            rules = jwt.JWTClaimsRegistry(
                now=int(now.timestamp()), leeway=_CLOCKS_DIFFER, iss={"essential": True, "value": self._issuer(found, claims)},
                aud={"essential": True, "value": self.chosen.client_id}, exp={"essential": True}, iat={"essential": True},
                sub={"essential": True},
            )  # fmt: skip
            rules.validate(claims)
        except JoseError as error:
            raise NotTrusted(
                f"ID token: {type(error).__name__} {getattr(error, 'claim', None) or ''}".strip()
            ) from error
        except (KeyError, TypeError, ValueError) as error:
            raise NotTrusted(f"ID token: {type(error).__name__}") from error
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", self.chosen.client_id if not several else None) != self.chosen.client_id:
            raise NotTrusted("ID token: azp")
        return claims

    def _issuer(self, found: Endpoints, claims: Mapping[str, Any]) -> str:
        """The one issuer that this token may have. Entra's common endpoint leaves the tenant open; only listed ones count."""
        if _TENANT not in found.issuer:
            if self.chosen.tenants and claims.get("tid") not in self.chosen.tenants:
                raise NotTrusted("tenant")
            return found.issuer
        if claims.get("tid") not in self.chosen.tenants:
            raise NotTrusted("tenant")
        return found.issuer.replace(_TENANT, str(claims["tid"]))


def _token_auth(told: Mapping[str, Any]) -> str:
    """How the client signs in at the token endpoint; basic is what holds where the provider says nothing (Discovery 3)."""
    offered = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return "client_secret_post" if "client_secret_post" in offered else "client_secret_basic"


def _name(claims: Mapping[str, Any]) -> str:
    """Entra: tenant and object id, which an administrator can look up; its subject differs by application. Else the subject."""
    tenant, object_id = claims.get("tid"), claims.get("oid")
    if (
        isinstance(tenant, str)
        and isinstance(object_id, str)
        and tenant
        and tenant in urlsplit(claims["iss"]).path
    ):
        return f"{tenant}/{object_id}"
    return str(claims["sub"])


def _verified_email(claims: Mapping[str, Any]) -> str:
    """``email_verified`` (Core 5.1), or ``xms_edov``: Entra's word that the tenant owns the domain of the address."""
    vouched = claims.get("email_verified") is True or str(claims.get("xms_edov")).lower() in {"1", "true"}
    return str(claims.get("email") or "") if vouched else ""
