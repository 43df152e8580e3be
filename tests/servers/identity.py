"""An identity provider in the shape of Microsoft Entra on loopback.

Metadata and token endpoint speak HTTPS (MSAL takes nothing else), introspection speaks HTTP (for Dovecot).
"""

from __future__ import annotations

import base64
import contextlib
import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import load_pem_x509_certificate

from tests.servers.certificates import Certificates

TENANT = "11111111-2222-3333-4444-555555555555"


@dataclass
class _Token:
    username: str
    expires_at: float
    active: bool = True


@dataclass
class IdentityProvider:
    """Issues opaque access tokens to known clients and says of each token whether it is still good.

    ``clients`` maps a client id to its secret; ``certificates`` maps one to the PEM certificate of its key. A client gets
    tokens for the mailbox in ``mailboxes``.
    """

    authority: str
    introspection_url: str
    tls: Certificates
    clients: dict[str, str]
    mailboxes: dict[str, str]
    client_certificates: dict[str, bytes] = field(default_factory=dict)
    lifetime: int = 3600
    requests: list[dict[str, str]] = field(default_factory=list, repr=False)
    failure: tuple[int, dict[str, Any]] | None = None
    _tokens: dict[str, _Token] = field(default_factory=dict, repr=False)

    def issue(self, username: str, lifetime: float | None = None) -> str:
        """A token for a mailbox; a negative lifetime gives one that has expired."""
        token = secrets.token_urlsafe(900)
        self._tokens[token] = _Token(
            username, time.time() + (self.lifetime if lifetime is None else lifetime)
        )
        return token

    def revoke_all(self) -> None:
        """Make every token so far inactive before its time."""
        for one in self._tokens.values():
            one.active = False

    def valid(self, username: str, token: str) -> bool:
        """Whether the token is good for this mailbox now."""
        known = self._tokens.get(token)
        return (
            known is not None
            and known.active
            and known.expires_at > time.time()
            and known.username == username
        )

    def introspect(self, token: str) -> dict[str, Any]:
        """The answer of RFC 7662 2.2."""
        known = self._tokens.get(token)
        if known is None or not known.active or known.expires_at <= time.time():
            return {"active": False}
        return {"active": True, "username": known.username, "exp": int(known.expires_at)}

    def grant(self, form: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        """The answer of RFC 6749 4.4 (client credentials), with Entra's error numbers."""
        self.requests.append(dict(form))
        if self.failure is not None:
            return self.failure
        client = form.get("client_id", "")
        if not self._signed_in(client, form):
            return 401, {
                "error": "invalid_client",
                "error_description": "AADSTS7000215: Invalid client secret provided.",
                "error_codes": [7000215],
            }
        if not form.get("scope", "").endswith("/.default"):
            return 400, {"error": "invalid_scope", "error_description": "AADSTS70011", "error_codes": [70011]}
        token = self.issue(self.mailboxes[client])
        return 200, {"token_type": "Bearer", "expires_in": self.lifetime, "access_token": token}

    def _signed_in(self, client: str, form: Mapping[str, str]) -> bool:
        if "client_secret" in form:
            return self.clients.get(client) == form["client_secret"]
        pem = self.client_certificates.get(client)
        if pem is None or "client_assertion" not in form:
            return False
        key = load_pem_x509_certificate(pem).public_key()
        assert isinstance(key, RSAPublicKey)
        try:
            jwt.decode(
                form["client_assertion"],
                key,
                algorithms=["RS256", "PS256"],
                options={"verify_aud": False},
            )
        except jwt.PyJWTError:
            return False
        return True


class _Endpoint(BaseHTTPRequestHandler):
    provider: IdentityProvider

    def do_GET(self) -> None:
        base = self.provider.authority
        if self.path.endswith("/.well-known/openid-configuration"):
            self._answer(
                200,
                {
                    "issuer": f"{base}/v2.0",
                    "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                    "token_endpoint": f"{base}/oauth2/v2.0/token",
                },
            )
        else:
            self._answer(404, {"error": "not_found"})

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        form = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
        basic = self.headers.get("Authorization", "")
        if basic.startswith("Basic "):
            client, _, secret = base64.b64decode(basic[6:]).decode().partition(":")
            form.setdefault("client_id", client)
            form.setdefault("client_secret", secret)
        if self.path.endswith("/introspect"):
            self._answer(200, self.provider.introspect(form.get("token", "")))
        elif self.path.endswith("/oauth2/v2.0/token"):
            self._answer(*self.provider.grant(form))
        else:
            self._answer(404, {"error": "not_found"})

    def _answer(self, status: int, body: Mapping[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Silence: the test reads ``requests``."""


@contextlib.contextmanager
def identity_provider(
    tls: Certificates, *, clients: Mapping[str, str], mailboxes: Mapping[str, str]
) -> Iterator[IdentityProvider]:
    """Serve both endpoints on loopback; ``authority`` is what goes into the settings."""
    handler = type("Endpoint", (_Endpoint,), {})
    secure = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    secure.socket = tls.server_context().wrap_socket(secure.socket, server_side=True)
    plain = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    provider = IdentityProvider(
        authority=f"https://localhost:{secure.server_address[1]}/{TENANT}",
        introspection_url=f"http://127.0.0.1:{plain.server_address[1]}/introspect",
        tls=tls,
        clients=dict(clients),
        mailboxes=dict(mailboxes),
    )
    handler.provider = provider  # type: ignore[attr-defined]
    threads = [threading.Thread(target=server.serve_forever, daemon=True) for server in (secure, plain)]
    for thread in threads:
        thread.start()
    try:
        yield provider
    finally:
        for server in (secure, plain):
            server.shutdown()
            server.server_close()
