"""Access tokens for Microsoft 365 by client credentials (RFC 6749 4.4), through MSAL; asks nothing before the first need."""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from assistant.gateways.errors import AuthenticationError, ConfigurationError, GatewayError, TemporaryError

MICROSOFT_365_SCOPE = "https://outlook.office365.com/.default"
MICROSOFT_AUTHORITY = "https://login.microsoftonline.com"
# A token that ends within this time is renewed now; while that fails it is used to its end.
RENEW_SECONDS = 5 * 60
# Errors of the provider that pass (RFC 6749 5.2 and its registry; Entra: AADSTS90033, 50196 and such come with these).
_PASSING = frozenset({"temporarily_unavailable", "server_error", "timeout"})
_WRONG_SETTINGS = frozenset(
    {"invalid_scope", "invalid_request", "unsupported_grant_type", "invalid_resource"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCredentials:
    """An app registration that signs in as itself.

    Give ``secret``, or ``certificate_file``: a PEM with the private key and its certificate (Microsoft advises this one).
    ``authority`` is the whole URL with the tenant; ``ca_file`` replaces the system's authorities for TLS.
    """

    client_id: str
    authority: str
    secret: str | None = field(default=None, repr=False)
    certificate_file: Path | None = None
    scopes: tuple[str, ...] = (MICROSOFT_365_SCOPE,)
    ca_file: Path | None = None
    timeout_seconds: float = 30.0


def microsoft_authority(tenant: str) -> str:
    """The authority URL of an Entra tenant, by its id or domain."""
    return f"{MICROSOFT_AUTHORITY}/{tenant}"


class TokenClient(Protocol):
    """The part of ``msal.ConfidentialClientApplication`` that is used here."""

    def acquire_token_for_client(self, scopes: list[str]) -> dict[str, Any]:
        """A token answer or an error answer."""
        ...

    def remove_tokens_for_client(self) -> None:
        """Empty the cache of MSAL."""
        ...


class MsalTokens:
    """Implements :class:`assistant.gateways.ports.TokenProvider`; one instance serves IMAP and SMTP, from any thread.

    ``monotonic`` gives seconds that only go up; ``connect`` makes the MSAL client, on first use.
    """

    def __init__(
        self,
        credentials: ClientCredentials,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        connect: Callable[[ClientCredentials], TokenClient] | None = None,
    ) -> None:
        _check(credentials)
        self._credentials = credentials
        self._monotonic = monotonic
        self._connect = connect or _msal_client
        self._client: TokenClient | None = None
        self._lock = threading.Lock()
        self._token = ""
        self._ends_at = 0.0

    def token(self) -> str:
        """A token with at least five minutes to go, or the last one while the provider cannot be reached."""
        with self._lock:
            left = self._ends_at - self._monotonic()
            if left > RENEW_SECONDS:
                return self._token
            try:
                self._renew()
            except TemporaryError:
                if left <= 0:
                    raise
            return self._token

    def invalidate(self) -> None:
        """Forget the token here and in MSAL's own cache."""
        with self._lock:
            self._ends_at = 0.0
            if self._client is not None:
                self._client.remove_tokens_for_client()

    def _renew(self) -> None:
        try:
            if self._client is None:
                self._client = self._connect(self._credentials)
            asked_at = self._monotonic()
            answer = self._client.acquire_token_for_client(scopes=list(self._credentials.scopes))
        except GatewayError:
            raise
        except Exception as error:
            raise _unreachable(error, self._credentials) from None
        if "access_token" not in answer:
            raise _refusal(answer, self._credentials)
        self._token = str(answer["access_token"])
        self._ends_at = asked_at + float(answer.get("expires_in", 0))


def _check(credentials: ClientCredentials) -> None:
    place = _where(credentials)
    if not credentials.authority.startswith("https://"):
        raise ConfigurationError(f"{place}: the authority must be an https:// address with the tenant in it")
    if bool(credentials.secret) == bool(credentials.certificate_file):
        raise ConfigurationError(f"{place}: give either a client secret or a certificate_file")
    if not credentials.client_id:
        raise ConfigurationError(f"{place}: the client_id of the app registration is missing")


def _where(credentials: ClientCredentials) -> str:
    return f"OAuth 2 at {credentials.authority.removeprefix('https://')} (app {credentials.client_id})"


def _msal_client(credentials: ClientCredentials) -> TokenClient:
    """Make MSAL's client; this already asks the authority for its metadata."""
    import msal  # noqa: PLC0415 - slow to import and only needed where OAuth 2 is configured

    microsoft = credentials.authority.startswith(MICROSOFT_AUTHORITY)
    client: TokenClient = msal.ConfidentialClientApplication(
        credentials.client_id,
        client_credential=_client_credential(credentials),
        authority=credentials.authority,
        # Only Microsoft's own clouds can be vouched for by Microsoft; any other authority is trusted as configured.
        instance_discovery=microsoft,
        http_client=_http_client(credentials),
    )
    return client


def _http_client(credentials: ClientCredentials) -> Any:
    """MSAL's transport with our authority file and a time limit on each request.

    A file set on the session loses to REQUESTS_CA_BUNDLE in the environment; one given with the request wins.
    """
    import requests  # noqa: PLC0415 - MSAL's transport; imported with it

    session = requests.Session()
    session.mount("https://", requests.adapters.HTTPAdapter(max_retries=1))
    options: dict[str, Any] = {"timeout": credentials.timeout_seconds}
    if credentials.ca_file is not None:
        options["verify"] = str(credentials.ca_file)
    session.request = functools.partial(session.request, **options)  # type: ignore[method-assign]
    return session


def _client_credential(credentials: ClientCredentials) -> str | dict[str, str]:
    if credentials.secret:
        return credentials.secret
    try:
        pem = (credentials.certificate_file or Path()).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        raise ConfigurationError(
            f"{_where(credentials)}: certificate_file {credentials.certificate_file} cannot be read as PEM; correct it"
        ) from None
    if "PRIVATE KEY" not in pem or "BEGIN CERTIFICATE" not in pem:
        raise ConfigurationError(
            f"{_where(credentials)}: certificate_file {credentials.certificate_file} must hold a private key and its "
            "certificate, both as PEM"
        )
    return {"private_key": pem, "public_certificate": pem}


def _unreachable(error: Exception, credentials: ClientCredentials) -> GatewayError:
    import msal  # noqa: PLC0415
    import requests  # noqa: PLC0415 - MSAL's transport; imported with it

    place = _where(credentials)
    if isinstance(error, requests.exceptions.SSLError):
        return ConfigurationError(
            f"{place}: the certificate is not trusted; set ca_file or correct the authority"
        )
    if isinstance(error, msal.exceptions.MsalServiceError):
        return TemporaryError(f"{place}: the provider has a fault of its own; it is tried again")
    if isinstance(error, requests.exceptions.RequestException | OSError):
        return TemporaryError(f"{place}: cannot be reached; check the network and the authority")
    return ConfigurationError(
        f"{place}: the authority's answer was not understood ({type(error).__name__}); check the tenant and the key"
    )


def _refusal(answer: Mapping[str, Any], credentials: ClientCredentials) -> GatewayError:
    """Entra's numbers (AADSTS…) say it exactly; its sentences repeat ids and stay out."""
    place = _where(credentials)
    kind = str(answer.get("error", "unknown"))
    numbers = " ".join(f"AADSTS{number}" for number in answer.get("error_codes") or ())
    shown = f"{kind} {numbers}".strip()
    if kind in _PASSING:
        return TemporaryError(f"{place}: no token now ({shown}); it is tried again")
    if kind in _WRONG_SETTINGS:
        return ConfigurationError(
            f"{place}: no token ({shown}); check the scope, the tenant and the authority"
        )
    return AuthenticationError(
        f"{place}: no token ({shown}); check the client id, its secret or certificate and their end dates"
    )
