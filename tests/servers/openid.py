"""A real OpenID Connect provider on loopback: discovery, keys, authorize with PKCE and nonce, one-time codes, signed ID tokens.

It behaves well by default. A test makes it lie through ``alter`` (the claims), ``sign`` (the token itself) and the switches.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from tests.servers.certificates import Certificates

Claims = dict[str, Any]


@dataclass
class _Code:
    nonce: str
    challenge: str
    redirect: str
    person: Claims


@dataclass
class OpenIdProvider:
    """``person`` holds the claims of whoever signs in next; ``codes_are_reusable`` is a provider that forgets to burn codes."""

    issuer: str
    client_id: str = "werkplek"
    client_secret: str = "geheim van de werkplek"
    person: Claims = field(default_factory=dict)
    now: Callable[[], float] = time.time
    alter: Callable[[Claims], Claims] = lambda claims: claims
    sign: Callable[[Claims], str] | None = None
    metadata: Claims = field(default_factory=dict)
    delay: float = 0.0
    status: int | None = None
    denies: bool = False
    codes_are_reusable: bool = False
    asked: list[str] = field(default_factory=list)
    keys: list[RSAKey] = field(default_factory=list)
    published: list[RSAKey] = field(default_factory=list)
    _codes: dict[str, _Code] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rotate()

    def rotate(self) -> None:
        """Sign with a new key and publish only that one."""
        key = RSAKey.generate_key(2048, parameters={"kid": f"sleutel-{len(self.keys)}", "use": "sig"})
        self.keys.append(key)
        self.published = [key]

    def discovery(self) -> Claims:
        """OpenID Connect Discovery 1.0, section 3."""
        base = self.issuer.replace("{tenantid}", "organizations")
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token",
            "jwks_uri": f"{base}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            **self.metadata,
        }

    def authorize(self, asked: Mapping[str, str]) -> str:
        """Where to send the browser back to; everything the client must send is checked."""
        assert asked["response_type"] == "code"
        assert asked["client_id"] == self.client_id
        assert "openid" in asked["scope"].split()
        assert asked["code_challenge_method"] == "S256"
        if self.denies:
            return f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
        code = secrets.token_urlsafe(16)
        self._codes[code] = _Code(
            asked["nonce"], asked["code_challenge"], asked["redirect_uri"], dict(self.person)
        )
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: Mapping[str, str]) -> tuple[int, Claims]:
        """RFC 6749 4.1.3 and RFC 7636 4.6: the code once, for the client that asked, with its verifier."""
        if (form.get("client_id"), form.get("client_secret")) != (self.client_id, self.client_secret):
            return 401, {"error": "invalid_client"}
        known = self._codes.get(form.get("code", ""))
        if known is not None and not self.codes_are_reusable:
            del self._codes[form["code"]]
        made = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(made).rstrip(b"=").decode()
        if known is None or known.challenge != challenge or known.redirect != form.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        now = int(self.now())
        claims = self.alter(
            {
                "iss": self.issuer,
                "aud": self.client_id,
                "iat": now,
                "exp": now + 3600,
                "nonce": known.nonce,
                **known.person,
            }
        )
        token = (self.sign or self.signed)(claims)
        return 200, {
            "access_token": secrets.token_urlsafe(),
            "token_type": "Bearer",
            "expires_in": 3600,
            "id_token": token,
        }

    def signed(self, claims: Claims, key: RSAKey | None = None) -> str:
        """RS256 with the newest key, and its ``kid``."""
        chosen = key or self.keys[-1]
        return jwt.encode({"alg": "RS256", "kid": str(chosen.kid)}, claims, chosen)


class _Endpoint(BaseHTTPRequestHandler):
    provider: OpenIdProvider

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if self._fails(path):
            return
        if path.endswith("/.well-known/openid-configuration"):
            self._answer(200, self.provider.discovery())
        elif path.endswith("/keys"):
            self._answer(200, dict(KeySet(list(self.provider.published)).as_dict()))
        elif path.endswith("/authorize"):
            self.send_response(302)
            self.send_header("Location", self.provider.authorize({name: v[0] for name, v in query.items()}))
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._answer(404, {"error": "not_found"})

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        if not self._fails(self.path):
            self._answer(
                *self.provider.token({name: values[0] for name, values in parse_qs(content).items()})
            )

    def _fails(self, path: str) -> bool:
        self.provider.asked.append(path.rpartition("/")[2])
        time.sleep(self.provider.delay)
        if self.provider.status is not None:
            self._answer(self.provider.status, {"error": "temporarily_unavailable"})
        return self.provider.status is not None

    def _answer(self, status: int, body: Mapping[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Silence: the test reads ``asked``."""


@contextlib.contextmanager
def openid_provider(tls: Certificates | None = None) -> Iterator[OpenIdProvider]:
    """Serve a provider on loopback, with TLS where certificates are given."""
    handler = type("Endpoint", (_Endpoint,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.server_context().wrap_socket(server.socket, server_side=True)
    scheme, host = ("https", "localhost") if tls is not None else ("http", "127.0.0.1")
    provider = OpenIdProvider(f"{scheme}://{host}:{server.server_address[1]}/tenant/v2.0")
    handler.provider = provider  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
