"""Signing in to a real SMTP server: channels, certificates, passwords."""

from __future__ import annotations

import asyncio
import dataclasses
import time
import traceback

import pytest

from assistant.gateways.errors import AuthenticationError, ConfigurationError
from assistant.gateways.ports import Accepted, Outgoing, Password, SmtpAccount
from assistant.gateways.smtp import SmtpPool
from tests.servers import Certificates, SmtpSink, certificates, smtp_sink

pytestmark = pytest.mark.integration

MAIL = Outgoing("po@vng.example", ("jan@x.example",), b"Subject: x\r\n\r\ny\r\n", "1@vng.example")
USERS = {"po@vng.example": "geheim"}


def account(sink: SmtpSink, **changes: object) -> SmtpAccount:
    base = SmtpAccount(
        host="localhost",
        port=sink.port,
        username="po@vng.example",
        auth=Password("geheim"),
        role="sender test",
        timeout_seconds=5,
    )
    return dataclasses.replace(base, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("implicit", [True, False])
async def test_encrypted_with_the_authority_file_works_and_without_it_refuses(
    tls_files: Certificates, implicit: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stranger = certificates(tmp_path_factory.mktemp("stranger"))
    security = "tls" if implicit else "starttls"
    with smtp_sink(tls=tls_files, implicit_tls=implicit, users=USERS) as sink:
        async with SmtpPool(account(sink, security=security, ca_file=tls_files.ca_file)) as pool:
            assert isinstance(await pool.send(MAIL), Accepted)
        for ca_file in (None, stranger.ca_file):
            async with SmtpPool(account(sink, security=security, ca_file=ca_file)) as pool:
                with pytest.raises(ConfigurationError, match="certificate is not trusted") as caught:
                    await pool.send(MAIL)
                assert "set ca_file" in str(caught.value)
        assert len(sink.mails) == 1
        assert sink.authenticated == ["po@vng.example"], (
            "no password was sent to a server that is not trusted"
        )


async def test_starttls_that_is_not_offered_is_never_skipped() -> None:
    with smtp_sink(users=USERS) as bare:
        async with SmtpPool(account(bare, security="starttls")) as pool:
            with pytest.raises(ConfigurationError, match="STARTTLS"):
                await pool.send(MAIL)
        assert bare.authenticated == []
        assert bare.mails == []


async def test_tls_on_a_plain_port_is_a_setting() -> None:
    with smtp_sink() as bare:
        async with SmtpPool(account(bare, security="tls", auth=None, username="")) as pool:
            with pytest.raises(ConfigurationError, match="no TLS on this port"):
                await pool.send(MAIL)


def test_plain_is_refused_off_loopback_before_anything_is_sent() -> None:
    for host in ("smtp.vng.example", "192.0.2.1"):
        with pytest.raises(ConfigurationError, match="'plain' is for loopback only"):
            SmtpPool(SmtpAccount(host=host, port=25, security="plain"))


async def test_a_wrong_password_is_told_once_without_secret_or_address() -> None:
    with smtp_sink(users=USERS) as sink:
        async with SmtpPool(account(sink, security="plain", auth=Password("fout-wachtwoord"))) as pool:
            start = time.monotonic()
            results = await asyncio.gather(*(pool.send(MAIL) for _ in range(20)), return_exceptions=True)
            assert time.monotonic() - start < 10
        assert all(isinstance(result, AuthenticationError) for result in results)
        assert isinstance(results[0], BaseException)
        told = "".join(traceback.format_exception(results[0]))
        assert "fout-wachtwoord" not in told
        assert "po@vng.example" not in told
        assert "check the user name and the password" in str(results[0])
        assert sink.connections <= 2, "a refused password is not tried again and again"


async def test_a_server_that_wants_a_sign_in_says_so() -> None:
    with smtp_sink(users=USERS) as sink:
        async with SmtpPool(account(sink, security="plain", auth=None)) as pool:
            with pytest.raises(AuthenticationError, match="wants a sign-in"):
                await pool.send(MAIL)
