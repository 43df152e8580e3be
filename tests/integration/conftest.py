"""Real servers for the integration tests: one Dovecot, one identity provider and one PostgreSQL for the session."""

from __future__ import annotations

import contextlib
import itertools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:  # so that ``tests.servers`` is found however pytest was started
    sys.path.insert(0, str(ROOT))

from assistant.gateways.ports import ImapAccount, Password  # noqa: E402
from tests.servers import (  # noqa: E402
    Certificates,
    CuttingProxy,
    DovecotServer,
    IdentityProvider,
    Missing,
    SmtpSink,
    certificates,
    dovecot,
    identity_provider,
    postgres,
    smtp_sink,
    submission_installed,
)

# Each test takes a mailbox of its own, so that one server serves the whole session.
_MAILBOXES = {f"box{number}@vng.example": f"geheim-{number}" for number in range(120)}
_OAUTH_MAILBOX = "po@vng.example"
_ACCENTED = {"accent@vng.example": 'gehéim "€\\ x'}
CLIENT_ID = "99999999-0000-0000-0000-000000000001"
CLIENT_SECRET = "only-for-the-test"


@pytest.fixture(scope="session")
def tls_files(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Certificates for servers in this process."""
    return certificates(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="session")
def provider(tls_files: Certificates) -> Iterator[IdentityProvider]:
    """An Entra-like identity provider that knows one client."""
    with identity_provider(
        tls_files, clients={CLIENT_ID: CLIENT_SECRET}, mailboxes={CLIENT_ID: _OAUTH_MAILBOX}
    ) as running:
        yield running


@pytest.fixture(scope="session")
def relay() -> Iterator[SmtpSink]:
    """Where Dovecot's submission server hands its mail on to."""
    with smtp_sink() as sink:
        yield sink


@pytest.fixture(scope="session")
def imap_server(provider: IdentityProvider, relay: SmtpSink) -> Iterator[DovecotServer]:
    """The Dovecot of this session, with submission where the package is installed."""
    with contextlib.ExitStack() as stack:
        try:
            server = stack.enter_context(
                dovecot(
                    users={**_MAILBOXES, **_ACCENTED, _OAUTH_MAILBOX: "unused-password"},
                    introspection_url=provider.introspection_url,
                    submission_relay_port=relay.port if submission_installed() else None,
                )
            )
        except Missing as error:
            pytest.skip(str(error))
        yield server


@pytest.fixture(scope="session")
def _free_mailboxes() -> Iterator[str]:
    return itertools.chain(_MAILBOXES)


@pytest.fixture
def mailbox_user(imap_server: DovecotServer, _free_mailboxes: Iterator[str]) -> str:
    """The name of an empty mailbox that no other test uses; its password is ``imap_server.users[name]``."""
    return next(_free_mailboxes)


@pytest.fixture
def account(imap_server: DovecotServer, mailbox_user: str) -> ImapAccount:
    """How to sign in to ``mailbox_user``, plain over loopback."""
    return ImapAccount(
        host=imap_server.host,
        port=imap_server.imap_port,
        security="plain",
        username=mailbox_user,
        auth=Password(imap_server.users[mailbox_user]),
        timeout_seconds=20,
        role="mailbox test",
    )


@pytest.fixture
def proxy_to() -> Iterator[Callable[[int], CuttingProxy]]:
    """A function that puts a cutting proxy in front of a port."""
    running: list[CuttingProxy] = []

    def start(port: int) -> CuttingProxy:
        running.append(CuttingProxy(port))
        return running[-1]

    yield start
    for one in running:
        one.close()


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[str]:
    """URL of an empty database in the PostgreSQL of this session."""
    with contextlib.ExitStack() as stack:
        try:
            url = stack.enter_context(postgres())
        except Missing as error:
            pytest.skip(str(error))
        yield url


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    """An SMTP server that accepts everything until told otherwise."""
    with smtp_sink() as running:
        yield running
