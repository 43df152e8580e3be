"""SMTP answers: for now, for good, or for the whole account; without the addresses that servers repeat."""

from __future__ import annotations

import aiosmtplib
import pytest

from assistant.gateways.errors import AuthenticationError, ConfigurationError, TemporaryError
from assistant.gateways.ports import Password, PermanentFailure, Refused, SmtpAccount, TemporaryFailure
from assistant.gateways.smtp_answers import account_error, clean, explain, judge, judge_recipients

ACCOUNT = SmtpAccount(
    host="smtp.example", port=587, username="po@vng.example", auth=Password("geheim"), role="vng"
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("5.1.1 <jan@x.example>: Recipient rejected", "5.1.1 <…>: Recipient rejected"),
        ("no mailbox jan.de-vries+tag@x.example here", "no mailbox <…> here"),
        ("twee\nregels  met   ruimte", "twee regels met ruimte"),
        ("jörg@x.example, piet@y.example;", "<…>, <…>;"),
        ('"jan jansen"@x.example full', "<…> full"),
        ('</o=org/cn="jan jansen"@x.example> full', "<…> full"),
        ("4.7.1 <mx1> is busy", "4.7.1 <mx1> is busy"),
    ],
)
def test_addresses_are_taken_out(text: str, kept: str) -> None:
    assert clean(text) == kept


def test_a_text_never_grows_beyond_a_line() -> None:
    assert len(clean("x" * 5000)) == 300


def test_only_5xx_is_for_good() -> None:
    assert isinstance(judge(550, "x"), PermanentFailure)
    assert isinstance(judge(599, "x"), PermanentFailure)
    assert isinstance(judge(450, "x"), TemporaryFailure)
    assert judge(-1, "x") == TemporaryFailure(None, "x")
    for_good, for_now = Refused("a@x", 550, "weg"), Refused("b@x", 450, "vol")
    assert isinstance(judge_recipients([for_good]), PermanentFailure)
    assert judge_recipients([for_good, for_now]) == TemporaryFailure(450, "vol", (for_good, for_now))


def test_answers_that_judge_the_account() -> None:
    assert isinstance(
        account_error(aiosmtplib.SMTPSenderRefused(530, "x", "s"), ACCOUNT), AuthenticationError
    )
    assert account_error(aiosmtplib.SMTPSenderRefused(550, "x", "s"), ACCOUNT) is None


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (aiosmtplib.SMTPAuthenticationError(535, "jan@x.example"), AuthenticationError),
        (aiosmtplib.SMTPAuthenticationError(454, "jan@x.example"), TemporaryError),
        (aiosmtplib.SMTPConnectResponseError(554, "no"), TemporaryError),
        (aiosmtplib.SMTPConnectTimeoutError("x"), TemporaryError),
        (aiosmtplib.SMTPConnectError("x"), TemporaryError),
        (aiosmtplib.SMTPException("SMTP STARTTLS extension not supported by server."), ConfigurationError),
        (TimeoutError(), TemporaryError),
        (RuntimeError("jan@x.example"), TemporaryError),
    ],
)
def test_why_no_connection(error: Exception, expected: type[Exception]) -> None:
    explained = explain(error, ACCOUNT)
    assert type(explained) is expected
    assert str(explained).startswith("SMTP smtp.example:587 (vng): ")
    assert "@" not in str(explained)
