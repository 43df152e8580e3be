"""Signing in to a real Dovecot: passwords, channels, certificates."""

from __future__ import annotations

import dataclasses
import logging
import ssl
import traceback

import pytest

from assistant.gateways.errors import AuthenticationError, ConfigurationError
from assistant.gateways.imap import ImapMailbox
from assistant.gateways.ports import ImapAccount, Password
from tests.servers import DovecotServer, certificates

pytestmark = pytest.mark.integration


def test_a_wrong_password_is_an_authentication_error_that_tells_no_secret(account: ImapAccount) -> None:
    wrong = dataclasses.replace(account, auth=Password("fout-wachtwoord-123"))
    with pytest.raises(AuthenticationError) as caught:
        ImapMailbox(wrong).select()
    text = "".join(traceback.format_exception(caught.value))
    assert "fout-wachtwoord-123" not in text
    assert account.username not in text
    assert str(caught.value) == (
        f"IMAP 127.0.0.1:{account.port} (mailbox test): the server refused the sign-in [AUTHENTICATIONFAILED]; "
        "check the user name and the password"
    )
    assert "fout-wachtwoord-123" not in repr(wrong)


def test_a_password_outside_ascii_works(imap_server: DovecotServer, account: ImapAccount) -> None:
    secret = imap_server.users["accent@vng.example"]
    assert not secret.isascii()
    accented = dataclasses.replace(account, username="accent@vng.example", auth=Password(secret))
    with ImapMailbox(accented) as mailbox:
        assert mailbox.select().exists == 0


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_encrypted_with_the_authority_file_works_and_without_it_refuses(
    imap_server: DovecotServer, account: ImapAccount, security: str, host: str
) -> None:
    port = imap_server.imaps_port if security == "tls" else imap_server.imap_port
    plain = dataclasses.replace(account, host=host, port=port, security=security)  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError) as caught:
        ImapMailbox(plain).select()
    assert "certificate is not trusted" in str(caught.value)
    assert "ca_file" in str(caught.value)
    with ImapMailbox(dataclasses.replace(plain, ca_file=imap_server.tls.ca_file)) as mailbox:
        assert mailbox.select().exists == 0
        assert isinstance(mailbox._client.socket(), ssl.SSLSocket)  # type: ignore[union-attr]


def test_another_authority_or_another_host_name_is_refused(
    imap_server: DovecotServer, account: ImapAccount, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tls = dataclasses.replace(account, port=imap_server.imaps_port, security="tls")
    stranger = certificates(tmp_path_factory.mktemp("stranger"))
    with pytest.raises(ConfigurationError, match="certificate is not trusted"):
        ImapMailbox(dataclasses.replace(tls, ca_file=stranger.ca_file)).select()
    with pytest.raises(ConfigurationError, match="certificate is not trusted"):
        ImapMailbox(dataclasses.replace(tls, host="127.0.0.2", ca_file=imap_server.tls.ca_file)).select()


def test_plain_is_refused_off_loopback_before_anything_is_sent(account: ImapAccount) -> None:
    for host in ("imap.vng.example", "192.0.2.1", "localhost.vng.example", "::ffff:192.0.2.1"):
        with pytest.raises(ConfigurationError, match="'plain' is for loopback only") as caught:
            ImapMailbox(dataclasses.replace(account, host=host))
        assert "set security to 'tls' or 'starttls'" in str(caught.value)


def test_wrong_port_for_the_channel_is_a_setting(imap_server: DovecotServer, account: ImapAccount) -> None:
    plain_port = dataclasses.replace(account, security="tls", ca_file=imap_server.tls.ca_file)
    with pytest.raises(ConfigurationError, match="no TLS on this port"):
        ImapMailbox(plain_port).select()
    unreadable = dataclasses.replace(plain_port, ca_file=imap_server.root / "nowhere.pem")
    with pytest.raises(ConfigurationError, match=r"nowhere\.pem cannot be read"):
        ImapMailbox(unreadable).select()


@pytest.mark.parametrize(
    "changes",
    [
        {"idle_renewal_seconds": 29 * 60},
        {"timeout_seconds": 0},
        {"batch_size": 0},
        {"security": "ssl"},
        {"username": "x\r\nA1 DELETE INBOX"},
    ],
)
def test_settings_that_cannot_work_are_refused_at_once(
    account: ImapAccount, changes: dict[str, object]
) -> None:
    with pytest.raises(ConfigurationError, match="mailbox test"):
        ImapMailbox(dataclasses.replace(account, **changes))  # type: ignore[arg-type]


def test_no_name_secret_or_mail_gets_into_the_logs(
    imap_server: DovecotServer, account: ImapAccount, mailbox_user: str, caplog: pytest.LogCaptureFixture
) -> None:
    imap_server.deliver(mailbox_user, b"Subject: heel prive\r\n\r\ngeheime inhoud\r\n")
    with caplog.at_level(logging.DEBUG), ImapMailbox(account) as mailbox:
        mailbox.select()
        assert len(list(mailbox.fetch([1]))) == 1
        mailbox.append("Sent", b"Subject: kopie\r\n\r\ngeheime kopie\r\n")
    for private in (mailbox_user, imap_server.users[mailbox_user], "geheime", "prive"):
        assert private not in caplog.text
