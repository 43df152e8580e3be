"""A mail that goes along: every relay passes it on, and it still says the same."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest

from assistant.core.relay_safe import relay_safe, suits_every_relay

PLAIN = b"From: jo@x.example\r\nSubject: inzage\r\n\r\nGraag inzage.\r\n"
EIGHT = (
    "From: jo@x.example\r\nSubject: =?utf-8?q?Verzoek_om_inzage?=\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nPrivéadres, één keer. €\r\n"
).encode()


def test_a_mail_that_suits_stays_as_it_is() -> None:
    assert relay_safe(PLAIN) == PLAIN
    assert relay_safe(PLAIN.replace(b"\r\n", b"\n")) == PLAIN
    assert relay_safe(PLAIN.replace(b"\r\n", b"\r")) == PLAIN


@pytest.mark.parametrize("encoding", ["8bit", "binary"])
def test_eight_bits_are_encoded_and_mean_the_same(encoding: str) -> None:
    made = relay_safe(EIGHT.replace(b"8bit", encoding.encode()))
    assert made is not None
    assert suits_every_relay(made)
    read = message_from_bytes(made, policy=policy.default)
    assert read.get_content().strip() == "Privéadres, één keer. €"
    assert read["Subject"] == "Verzoek om inzage"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0",
        b"Subject: x\r\n\r\n" + b"a" * 5000,
        b"Subject: " + b"a" * 5000,
        b"Subject: \xff\xfe\r\n\r\n\xff",
        EIGHT.replace(b"utf-8", b"geen-tekenset"),
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n\xe9\r\n",
        b"Content-Type: message/rfc822\r\n\r\n" + EIGHT,
    ],
)
def test_whatever_comes_out_suits_or_nothing_does(content: bytes) -> None:
    made = relay_safe(content)
    assert made is None or suits_every_relay(made)


@pytest.mark.parametrize("content", [b"a\nb", b"a\rb", b"\0", b"\xe9", b"a" * 999])
def test_what_a_relay_would_change_does_not_suit(content: bytes) -> None:
    assert not suits_every_relay(content)
    assert suits_every_relay(b"a" * 998 + b"\r\nb")
