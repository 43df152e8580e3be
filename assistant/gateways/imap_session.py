"""Opens one signed-in IMAP connection for an account: connect, encrypt, authenticate."""

from __future__ import annotations

import contextlib
import logging
import socket
from collections.abc import Callable

from imapclient import IMAPClient, SocketTimeout

from assistant.gateways.channel import require_safe, verified_context
from assistant.gateways.errors import AuthenticationError, ConfigurationError, GatewayError
from assistant.gateways.imap_deadline import PATIENCE, deadline
from assistant.gateways.imap_errors import explain, where
from assistant.gateways.ports import ImapAccount, OAuth2

# imapclient logs the user name and every line of the protocol at DEBUG; names and mail stay out of our logs.
logging.getLogger("imapclient").setLevel(logging.WARNING)

# RFC 2177: a server may log out a client that is idle for 30 minutes, so renew before 29.
LONGEST_IDLE_SECONDS = 29 * 60
# Saying goodbye to a server that does not answer must not hold up a shutdown.
_GOODBYE_SECONDS = 3.0


def check(account: ImapAccount) -> None:
    """Refuse settings that cannot work or are not safe. Raises ConfigurationError."""
    place = where(account)
    require_safe(account.security, account.host, place)
    if not 0 < account.idle_renewal_seconds < LONGEST_IDLE_SECONDS:
        raise ConfigurationError(
            f"{place}: idle_renewal_seconds must be above 0 and below {LONGEST_IDLE_SECONDS}"
        )
    if account.timeout_seconds <= 0 or account.batch_size < 1 or account.batch_bytes < 1:
        raise ConfigurationError(f"{place}: timeout_seconds, batch_size and batch_bytes must be above 0")
    if not account.username.isprintable():
        raise ConfigurationError(f"{place}: the user name holds a control character; correct it")


def open_session(account: ImapAccount) -> IMAPClient:
    """Connect and sign in.

    Raises TemporaryError when the server cannot be reached, AuthenticationError when it refuses the account and
    ConfigurationError when the channel is not safe or not offered.
    """
    check(account)
    if isinstance(account.auth, OAuth2):
        try:
            return _open(account, account.auth.tokens.token())
        except AuthenticationError:
            # A token can be revoked before its time: ask a fresh one, once. The server may have hung up, so connect anew.
            account.auth.tokens.invalidate()
        return _open(account, account.auth.tokens.token())
    return _open(account, "")


def _open(account: ImapAccount, token: str) -> IMAPClient:
    client: IMAPClient | None = None
    try:
        client = _connect(account)
        with deadline(client, PATIENCE * account.timeout_seconds):
            _sign_in(client, account, token)
    except GatewayError:
        hang_up(client)
        raise
    except Exception as error:
        hang_up(client)
        raise explain(error, account, "connecting") from None
    return client


def hang_up(client: IMAPClient | None, *, politely: bool = False) -> None:
    """Close the connection whatever its state, with LOGOUT when ``politely``; never raises."""
    if client is None:
        return
    with contextlib.suppress(Exception):
        if politely:
            client.socket().settimeout(_GOODBYE_SECONDS)
            client.logout()
            return
    with contextlib.suppress(Exception):
        client.shutdown()


def _connect(account: ImapAccount) -> IMAPClient:
    timeout = SocketTimeout(connect=account.timeout_seconds, read=account.timeout_seconds)
    context = None if account.security == "plain" else verified_context(account.ca_file, where(account))
    implicit = account.security == "tls"
    client = IMAPClient(
        account.host,
        port=account.port,
        ssl=implicit,
        ssl_context=context if implicit else None,
        timeout=timeout,
    )
    client.normalise_times = False  # INTERNALDATE with its offset; the default is naive local time
    try:
        if account.security == "starttls":
            client.starttls(context)
        # Middleboxes forget silent connections; the kernel's probes keep an IDLE alive and notice a dead peer.
        client.socket().setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    except Exception:
        hang_up(client)
        raise
    return client


def _sign_in(client: IMAPClient, account: ImapAccount, token: str) -> None:
    if isinstance(account.auth, OAuth2):
        if not client.has_capability("AUTH=XOAUTH2"):
            raise ConfigurationError(
                f"{where(account)}: the server does not offer XOAUTH2; use a password instead"
            )
        client.sasl_login("XOAUTH2", _xoauth2(account.username, token))
    elif client.has_capability("AUTH=PLAIN"):
        # SASL PLAIN carries UTF-8 and needs no quoting (RFC 4616); LOGIN takes ASCII only.
        client.plain_login(account.username, account.auth.secret)
    elif client.has_capability("LOGINDISABLED"):
        raise ConfigurationError(
            f"{where(account)}: the server takes no password on this channel; set security to 'tls' or 'starttls', "
            "or use OAuth 2"
        )
    else:
        client.login(account.username, account.auth.secret)


def _xoauth2(username: str, token: str) -> Callable[[bytes], bytes]:
    """SASL XOAUTH2: the credentials first, then an empty answer to the server's error challenge."""
    answers = iter([f"user={username}\x01auth=Bearer {token}\x01\x01".encode()])
    return lambda _challenge: next(answers, b"")
