"""OAuth 2 from end to end: MSAL against an Entra-like provider, XOAUTH2 against a real Dovecot and a real SMTP server."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from assistant.gateways.errors import AuthenticationError, ConfigurationError, GatewayError, TemporaryError
from assistant.gateways.fakes import FakeTokens
from assistant.gateways.imap import ImapMailbox
from assistant.gateways.oauth import ClientCredentials, MsalTokens
from assistant.gateways.ports import Accepted, ImapAccount, OAuth2, Outgoing, SmtpAccount, TokenProvider
from assistant.gateways.smtp import SmtpPool
from tests.servers import DovecotServer, IdentityProvider, SmtpSink, free_port, smtp_sink

pytestmark = pytest.mark.integration

MAILBOX = "po@vng.example"
CLIENT_ID = "99999999-0000-0000-0000-000000000001"
CLIENT_SECRET = "only-for-the-test"
MAIL = Outgoing(MAILBOX, ("jan@x.example",), b"Subject: x\r\n\r\ny\r\n", "1@vng.example")


@pytest.fixture
def credentials(provider: IdentityProvider) -> ClientCredentials:
    provider.failure = None
    return ClientCredentials(
        client_id=CLIENT_ID, authority=provider.authority, secret=CLIENT_SECRET, ca_file=provider.tls.ca_file
    )


def imap(server: DovecotServer, tokens: TokenProvider, security: str = "tls") -> ImapAccount:
    return ImapAccount(
        host="localhost",
        port=server.imaps_port if security == "tls" else server.imap_port,
        security=security,  # type: ignore[arg-type]
        ca_file=server.tls.ca_file,
        username=MAILBOX,
        auth=OAuth2(tokens),
        role="mailbox oauth",
        timeout_seconds=10,
    )


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_the_whole_way_from_client_secret_to_mailbox(
    imap_server: DovecotServer, provider: IdentityProvider, credentials: ClientCredentials, security: str
) -> None:
    tokens = MsalTokens(credentials)
    before = len(provider.requests)
    for _ in range(3):
        with ImapMailbox(imap(imap_server, tokens, security)) as mailbox:
            assert mailbox.select().uidvalidity > 0
    asked = provider.requests[before:]
    assert len(asked) == 1, "the token is kept"
    assert asked[0]["grant_type"] == "client_credentials"
    assert asked[0]["scope"] == "https://outlook.office365.com/.default"


def test_a_certificate_instead_of_a_secret(
    imap_server: DovecotServer, provider: IdentityProvider, tmp_path: Path
) -> None:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "assistant")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem = tmp_path / "app.pem"
    pem.write_bytes(private + certificate)
    provider.client_certificates["app-with-certificate"] = certificate
    provider.mailboxes["app-with-certificate"] = MAILBOX
    chosen = ClientCredentials(
        client_id="app-with-certificate",
        authority=provider.authority,
        certificate_file=pem,
        ca_file=provider.tls.ca_file,
    )
    with ImapMailbox(imap(imap_server, MsalTokens(chosen))) as mailbox:
        assert mailbox.select().uidvalidity > 0
    assert "client_secret" not in provider.requests[-1]
    pem.write_bytes(certificate)
    with pytest.raises(ConfigurationError, match="must hold a private key"):
        MsalTokens(chosen).token()


def test_a_token_that_the_server_no_longer_takes_is_renewed_once(
    imap_server: DovecotServer, provider: IdentityProvider, credentials: ClientCredentials
) -> None:
    tokens = MsalTokens(credentials)
    with ImapMailbox(imap(imap_server, tokens)) as mailbox:
        mailbox.select()
    provider.revoke_all()
    before = len(provider.requests)
    with ImapMailbox(imap(imap_server, tokens)) as mailbox:
        assert mailbox.select().uidvalidity > 0
    assert len(provider.requests) == before + 1


@pytest.mark.parametrize("kind", ["expired", "invalid", "of another mailbox"])
def test_a_bad_token_is_refused_by_dovecot(
    imap_server: DovecotServer, provider: IdentityProvider, kind: str
) -> None:
    bad = {
        "expired": provider.issue(MAILBOX, -5),
        "invalid": "geen-echt-token",
        "of another mailbox": provider.issue("box1@vng.example"),
    }[kind]
    tokens = FakeTokens(bad)
    with pytest.raises(AuthenticationError) as caught:
        ImapMailbox(imap(imap_server, tokens)).select()
    assert "IMAP.AccessAsApp" in str(caught.value)
    assert bad not in str(caught.value)
    assert "@" not in str(caught.value)
    assert tokens.invalidated == 1
    good = FakeTokens(bad, provider.issue(MAILBOX))
    with ImapMailbox(imap(imap_server, good)) as mailbox:
        assert mailbox.select().uidvalidity > 0


def test_a_server_without_xoauth2_is_a_setting(
    imap_server: DovecotServer, provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    from imapclient import IMAPClient

    offered = IMAPClient.has_capability
    monkeypatch.setattr(
        IMAPClient, "has_capability", lambda self, name: name != "AUTH=XOAUTH2" and offered(self, name)
    )
    with pytest.raises(ConfigurationError, match="does not offer XOAUTH2"):
        ImapMailbox(imap(imap_server, FakeTokens(provider.issue(MAILBOX)))).select()


async def test_smtp_with_a_token_from_end_to_end(
    provider: IdentityProvider, credentials: ClientCredentials
) -> None:
    tokens = MsalTokens(credentials)
    with smtp_sink(tls=provider.tls, valid_token=provider.valid) as sink:
        account = SmtpAccount(
            host="localhost",
            port=sink.port,
            security="starttls",
            ca_file=provider.tls.ca_file,
            username=MAILBOX,
            auth=OAuth2(tokens),
            role="sender oauth",
            timeout_seconds=10,
        )
        async with SmtpPool(account, connections=2) as pool:
            assert isinstance(await pool.send(MAIL), Accepted)
        assert sink.authenticated == [MAILBOX]
        provider.revoke_all()
        async with SmtpPool(account) as pool:
            assert isinstance(await pool.send(MAIL), Accepted), "a revoked token is renewed once"
        for bad in (provider.issue(MAILBOX, -5), "geen-echt-token"):
            fake = FakeTokens(bad)
            async with SmtpPool(dataclasses.replace(account, auth=OAuth2(fake))) as pool:
                with pytest.raises(AuthenticationError, match=r"SMTP\.SendAsApp") as caught:
                    await pool.send(MAIL)
            assert bad not in str(caught.value)
            assert fake.invalidated == 1
        assert len(sink.mails) == 2


async def test_smtp_with_a_token_on_the_submission_server_of_dovecot(
    imap_server: DovecotServer, provider: IdentityProvider, relay: SmtpSink
) -> None:
    if imap_server.submission_port is None:
        pytest.skip(
            "Dovecot's submission server is not installed; on Debian: apt install dovecot-submissiond"
        )
    account = SmtpAccount(
        host="localhost",
        port=imap_server.submission_port,
        security="starttls",
        ca_file=imap_server.tls.ca_file,
        username=MAILBOX,
        auth=OAuth2(FakeTokens(provider.issue(MAILBOX))),
        role="sender oauth",
        timeout_seconds=10,
    )
    before = len(relay.mails)
    async with SmtpPool(account) as pool:
        assert isinstance(await pool.send(MAIL), Accepted)
    relay.wait_for(before + 1)
    assert relay.mails[-1].recipients == ("jan@x.example",)
    expired = dataclasses.replace(account, auth=OAuth2(FakeTokens(provider.issue(MAILBOX, -5))))
    async with SmtpPool(expired) as pool:
        with pytest.raises(AuthenticationError):
            await pool.send(MAIL)


def test_a_wrong_secret_names_the_number_of_the_provider(
    provider: IdentityProvider, credentials: ClientCredentials
) -> None:
    wrong = dataclasses.replace(credentials, secret="verlopen-geheim")
    with pytest.raises(AuthenticationError) as caught:
        MsalTokens(wrong).token()
    assert "AADSTS7000215" in str(caught.value)
    assert "check the client id, its secret" in str(caught.value)
    assert "verlopen-geheim" not in str(caught.value)


def test_a_wrong_scope_is_a_setting(credentials: ClientCredentials) -> None:
    with pytest.raises(ConfigurationError, match="AADSTS70011"):
        MsalTokens(dataclasses.replace(credentials, scopes=("https://outlook.office365.com/IMAP",))).token()


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        ((400, {"error": "temporarily_unavailable", "error_codes": [90033]}), TemporaryError),
        ((503, {"error": "server_error"}), TemporaryError),
        ((400, {"error": "unauthorized_client", "error_codes": [700016]}), AuthenticationError),
    ],
)
def test_what_the_provider_answers_decides_who_must_act(
    provider: IdentityProvider,
    credentials: ClientCredentials,
    failure: tuple[int, dict[str, object]],
    expected: type[GatewayError],
) -> None:
    provider.failure = failure
    try:
        with pytest.raises(expected):
            MsalTokens(credentials).token()
    finally:
        provider.failure = None


def test_an_unreachable_or_untrusted_provider(credentials: ClientCredentials) -> None:
    away = dataclasses.replace(credentials, authority=f"https://localhost:{free_port()}/tenant")
    with pytest.raises(TemporaryError, match="cannot be reached"):
        MsalTokens(away).token()
    with pytest.raises(ConfigurationError, match="certificate is not trusted"):
        MsalTokens(dataclasses.replace(credentials, ca_file=None)).token()
