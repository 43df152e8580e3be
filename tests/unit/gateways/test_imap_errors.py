"""Which exceptions mean come back later, wrong credentials or wrong settings; and that no text of a server gets through."""

from __future__ import annotations

import imaplib
import socket
import ssl

import pytest
from imapclient.exceptions import CapabilityError, IMAPClientError, LoginError, ProtocolError

from assistant.gateways.errors import AuthenticationError, ConfigurationError, TemporaryError
from assistant.gateways.fakes import FakeTokens
from assistant.gateways.imap_errors import ConnectionLostError, RefusedError, explain
from assistant.gateways.ports import ImapAccount, OAuth2, Password

ACCOUNT = ImapAccount(
    host="imap.example", port=993, username="po@vng.example", auth=Password("geheim"), role="mailbox vng"
)
SECRET = "jan.jansen@prive.example geheim"


def lost_login() -> LoginError:
    """imapclient turns every failure in login into LoginError, a broken connection too."""
    error = LoginError("socket error: EOF")
    error.__context__ = imaplib.IMAP4.abort("socket error: EOF")
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (LoginError(f"[AUTHENTICATIONFAILED] {SECRET}"), AuthenticationError),
        (LoginError(f"NO {SECRET}"), AuthenticationError),
        (LoginError(f"[EXPIRED] {SECRET}"), AuthenticationError),
        (LoginError(f"[UNAVAILABLE] {SECRET}"), ConnectionLostError),
        (LoginError("[PRIVACYREQUIRED] x"), ConfigurationError),
        (lost_login(), ConnectionLostError),
        (imaplib.IMAP4.abort(f"socket error: {SECRET}"), ConnectionLostError),
        (imaplib.IMAP4.readonly(SECRET), ConfigurationError),
        (ProtocolError(SECRET), ConnectionLostError),
        (CapabilityError(SECRET), ConfigurationError),
        (IMAPClientError(f"fetch failed: {SECRET}"), RefusedError),
        (IMAPClientError(f"select failed: [NONEXISTENT] {SECRET}"), ConfigurationError),
        (IMAPClientError(f"select failed: [NOPERM] {SECRET}"), ConfigurationError),
        (IMAPClientError(f"append failed: [OVERQUOTA] {SECRET}"), RefusedError),
        (IMAPClientError(f"fetch failed: [SERVERBUG] {SECRET}"), TemporaryError),
        (socket.gaierror(-2, SECRET), ConnectionLostError),
        (TimeoutError(SECRET), ConnectionLostError),
        (ConnectionResetError(SECRET), ConnectionLostError),
        (ssl.SSLEOFError(8, SECRET), ConnectionLostError),
        (ssl.SSLError(1, SECRET), ConfigurationError),
        (ValueError(SECRET), ConnectionLostError),
    ],
)
def test_each_gets_its_kind_and_one_clean_line(error: Exception, expected: type[Exception]) -> None:
    explained = explain(error, ACCOUNT, "reading messages")
    assert type(explained) is expected
    text = str(explained)
    assert text.startswith("IMAP imap.example:993 (mailbox vng): ")
    assert "\n" not in text
    for private in ("jan.jansen", "geheim", "vng.example"):
        assert private not in text


def test_a_busy_server_is_not_taken_for_a_message_at_fault() -> None:
    busy = explain(IMAPClientError("fetch failed: [UNAVAILABLE] x"), ACCOUNT, "reading messages")
    assert not isinstance(busy, RefusedError | ConnectionLostError)


def test_the_cure_fits_the_way_of_signing_in() -> None:
    refusal = LoginError("[AUTHENTICATIONFAILED]")
    assert "password" in str(explain(refusal, ACCOUNT, "x"))
    with_token = ImapAccount(host="h", port=1, username="u", auth=OAuth2(FakeTokens("t")))
    assert "IMAP.AccessAsApp" in str(explain(refusal, with_token, "x"))
