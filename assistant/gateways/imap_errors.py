"""What an exception of imapclient means for the account: come back later, wrong credentials or wrong settings.

The texts of the server stay out of the messages, since they may repeat an address; only the response code (RFC 5530) goes in.
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl

from imapclient.exceptions import CapabilityError, IMAPClientError, LoginError, ProtocolError

from assistant.gateways.errors import AuthenticationError, ConfigurationError, GatewayError, TemporaryError
from assistant.gateways.imap_deadline import PATIENCE, TooSlowError
from assistant.gateways.ports import ImapAccount, OAuth2

_CODE = re.compile(r"\[([A-Z][A-Z0-9-]+)")
# RFC 5530 3: the sign-in was not judged, the server just cannot do it now.
_BUSY_CODES = frozenset({"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG"})
_SETTING_CODES = {
    "NONEXISTENT": "the folder does not exist; correct its name or make it",
    "TRYCREATE": "the folder does not exist; correct its name or make it",
    "NOPERM": "the account has no right to do this; give it read and write access to the folder",
    "CANNOT": "the server cannot make a folder of this name; choose another name",
    "PRIVACYREQUIRED": "the server demands encryption; set security to 'tls' or 'starttls'",
}


class ConnectionLostError(TemporaryError):
    """The connection broke, stalled or lost its place in the protocol; a new connection is needed."""


class RefusedError(TemporaryError):
    """The server answered NO or BAD; the connection is still good."""


def where(account: ImapAccount) -> str:
    """How messages name the account: by host and role, never by address."""
    return f"IMAP {account.host}:{account.port} ({account.role})"


def response_code(error: BaseException) -> str:
    """The response code of a NO (RFC 5530) or ''."""
    found = _CODE.search(str(error))
    return found.group(1) if found else ""


def explain(error: Exception, account: ImapAccount, doing: str) -> GatewayError:
    """The error to raise instead of ``error``; ``doing`` says what was tried ("reading messages")."""
    place = where(account)
    if isinstance(error, LoginError) and not isinstance(error.__context__, imaplib.IMAP4.abort):
        return _sign_in(error, account)
    if isinstance(error, ssl.SSLError):
        return _encryption(error, place, doing)
    if isinstance(error, OSError):
        return ConnectionLostError(f"{place}: {_network(error, account.timeout_seconds, doing)}")
    if isinstance(error, imaplib.IMAP4.readonly):  # a kind of abort to imaplib, but the connection is good
        return ConfigurationError(f"{place}: the folder is read-only for this account; give it write access")
    if isinstance(error, IMAPClientError) and not isinstance(
        error, ProtocolError | LoginError | imaplib.IMAP4.abort
    ):
        return _refused(error, place, doing)
    kind = "" if isinstance(error, IMAPClientError) else f" ({type(error).__name__})"
    return ConnectionLostError(f"{place}: the connection broke while {doing}{kind}; it is tried again")


def _sign_in(error: LoginError, account: ImapAccount) -> GatewayError:
    place, code = where(account), response_code(error)
    if code in _BUSY_CODES:
        return ConnectionLostError(
            f"{place}: the server cannot check the sign-in now [{code}]; it is tried again"
        )
    if code == "PRIVACYREQUIRED":
        return ConfigurationError(f"{place}: {_SETTING_CODES[code]}")
    shown = f" [{code}]" if code else ""
    if isinstance(account.auth, OAuth2):
        cure = "check that the app may use IMAP (IMAP.AccessAsApp) and that it has access to this mailbox"
    else:
        cure = "check the user name and the password"
    return AuthenticationError(f"{place}: the server refused the sign-in{shown}; {cure}")


def _refused(error: IMAPClientError, place: str, doing: str) -> GatewayError:
    code = response_code(error)
    if isinstance(error, CapabilityError):
        return ConfigurationError(
            f"{place}: the server does not offer what {doing} needs; check port and security"
        )
    if code in _SETTING_CODES:
        return ConfigurationError(f"{place}: {_SETTING_CODES[code]} (while {doing})")
    if code in _BUSY_CODES:
        return TemporaryError(f"{place}: the server is busy [{code}] while {doing}; it is tried again")
    if code == "OVERQUOTA":
        return RefusedError(
            f"{place}: the mailbox is full [OVERQUOTA]; make room on the server (while {doing})"
        )
    shown = f" [{code}]" if code else ""
    return RefusedError(f"{place}: the server refused {doing}{shown}; look at its log")


def _encryption(error: ssl.SSLError, place: str, doing: str) -> GatewayError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return ConfigurationError(
            f"{place}: the server's certificate is not trusted ({error.verify_message}); "
            "set ca_file to its authority or correct the host name"
        )
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError | ssl.SSLSyscallError):
        return ConnectionLostError(f"{place}: the connection broke while {doing}; it is tried again")
    reason = getattr(error, "reason", None) or "handshake failed"
    return ConfigurationError(f"{place}: no TLS on this port ({reason}); check port and security")


def _network(error: OSError, timeout_seconds: float, doing: str) -> str:
    if isinstance(error, socket.gaierror):
        return "the host name is not found; check the host name and DNS"
    if isinstance(error, TooSlowError):
        return f"{doing} took more than {PATIENCE * timeout_seconds:g} s; check the network and the server"
    if isinstance(error, TimeoutError):
        return f"no answer within {timeout_seconds:g} s while {doing}; check the network and the server"
    if isinstance(error, ConnectionRefusedError):
        return "nothing listens there; check the host, the port and the server"
    return f"the connection broke while {doing} ({type(error).__name__}); it is tried again"
