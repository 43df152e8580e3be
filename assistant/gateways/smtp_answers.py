"""What an answer or an exception of an SMTP server means: for this mail, or for the account as a whole.

Server texts repeat addresses, so every text is cleaned of them before it leaves this module.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Sequence

import aiosmtplib

from assistant.gateways.errors import AuthenticationError, ConfigurationError, GatewayError, TemporaryError
from assistant.gateways.ports import OAuth2, PermanentFailure, Refused, SmtpAccount, TemporaryFailure

_ADDRESS = re.compile(r"<[^<>]*@[^<>]*>|\"[^\"]*\"@[^\s<>\"'(),;]+|[^\s<>\"'(),;:]+@[^\s<>\"'(),;]+")
_LONGEST_TEXT = 300
# Answers to MAIL that judge the account and not the mail: sign in first (RFC 4954 6), sign-in needs encryption.
_ACCOUNT_CODES = frozenset({530, 534, 535, 538})


def where(account: SmtpAccount) -> str:
    """How messages name the account: by host and role, never by address."""
    return f"SMTP {account.host}:{account.port} ({account.role})"


def clean(text: str) -> str:
    """One line of at most 300 characters without addresses."""
    return _ADDRESS.sub("<…>", " ".join(text.split()))[:_LONGEST_TEXT]


def judge(code: int, text: str, refused: Sequence[Refused] = ()) -> TemporaryFailure | PermanentFailure:
    """5xx is for good, everything else may pass (RFC 5321 4.2.1)."""
    if 500 <= code < 600:
        return PermanentFailure(code, clean(text), tuple(refused))
    return TemporaryFailure(code if code > 0 else None, clean(text), tuple(refused))


def judge_recipients(refused: Sequence[Refused]) -> TemporaryFailure | PermanentFailure:
    """All recipients were refused: for good only when each is."""
    chosen = next((one for one in refused if not one.permanent), refused[0])
    return judge(chosen.code, chosen.text, refused)


def account_error(error: aiosmtplib.SMTPResponseException, account: SmtpAccount) -> GatewayError | None:
    """The error for the whole account when that is what the answer judges; None when it judges the mail."""
    if error.code in _ACCOUNT_CODES:
        return _sign_in(error, account)
    return None


def explain(error: BaseException, account: SmtpAccount) -> GatewayError:
    """Why no connection could be made or signed in."""
    place = where(account)
    encryption = _encryption(error)
    if encryption:
        return ConfigurationError(f"{place}: {encryption}")
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return _sign_in(error, account)
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return TemporaryError(f"{place}: the server does not take mail now ({error.code}); it is tried again")
    if isinstance(error, aiosmtplib.SMTPException) and not isinstance(error, OSError):
        # aiosmtplib says so in words only: no STARTTLS, no AUTH, no common way to sign in.
        return ConfigurationError(
            f"{place}: {clean(error.message).rstrip('.')}; check port, security and sign-in"
        )
    if isinstance(error, TimeoutError):
        reason = f"no answer within {account.timeout_seconds:g} s; check the network and the server"
    elif isinstance(error, OSError):
        reason = "cannot be reached; check the host, the port and the network"
    else:
        reason = f"the connection failed ({type(error).__name__}); it is tried again"
    return TemporaryError(f"{place}: {reason}")


def _encryption(error: BaseException | None) -> str:
    """What is wrong with TLS, looked for along the chain of causes; '' when nothing is."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return (
                f"the server's certificate is not trusted ({error.verify_message}); "
                "set ca_file to its authority or correct the host name"
            )
        if isinstance(error, ssl.SSLError) and not isinstance(
            error, ssl.SSLEOFError | ssl.SSLZeroReturnError
        ):
            return f"no TLS on this port ({getattr(error, 'reason', None) or 'handshake failed'}); check port and security"
        error = error.__cause__ or error.__context__
    return ""


def _sign_in(error: aiosmtplib.SMTPResponseException, account: SmtpAccount) -> GatewayError:
    place = where(account)
    if 400 <= error.code < 500:
        return TemporaryError(
            f"{place}: the server cannot check the sign-in now ({error.code}); it is tried again"
        )
    if isinstance(account.auth, OAuth2):
        cure = "check that the app may send (SMTP.SendAsApp) and that SMTP AUTH is on for this mailbox"
    elif account.auth is None:
        cure = "the server wants a sign-in; set a user name and a password"
    else:
        cure = "check the user name and the password"
    return AuthenticationError(f"{place}: the server refused the sign-in ({error.code}); {cure}")
