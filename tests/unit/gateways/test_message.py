"""Outgoing letters: what a receiver reads is what was meant, whatever the subject, and nothing can be smuggled in."""

from __future__ import annotations

import dataclasses
import email
import email.policy
from datetime import UTC, datetime, timedelta, timezone
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.utils import getaddresses
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.gateways.errors import MessageError
from assistant.gateways.message import build
from assistant.gateways.ports import Letter, OutgoingAttachment

LETTER = Letter(
    from_email="po@vng.example",
    from_name="VNG, Persoonlijke ontwikkeling",
    to_email="jan@ontvanger.example",
    to_name="J. de Vries",
    subject="Uw verzoek om inzage VNG-2026-0042",
    text="Beste heer De Vries,\n\nWij hebben uw bericht ontvangen.\n",
    date=datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=1))),
    message_id="vng-2026-0042.ack@vng.example",
    in_reply_to="abc@ontvanger.example",
    references=("first@ontvanger.example", "abc@ontvanger.example"),
    auto_submitted="auto-replied",
)


def parsed(letter: Letter) -> EmailMessage:
    message = email.message_from_bytes(build(letter), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def legacy(letter: Letter) -> Message:
    return email.message_from_bytes(build(letter), policy=email.policy.compat32)


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_every_header_of_an_automatic_answer() -> None:
    message = parsed(LETTER)
    assert message["From"].addresses[0].addr_spec == "po@vng.example"
    assert message["From"].addresses[0].display_name == "VNG, Persoonlijke ontwikkeling"
    assert message["To"].addresses[0].addr_spec == "jan@ontvanger.example"
    assert message["Subject"] == LETTER.subject
    assert message["Message-ID"] == "<vng-2026-0042.ack@vng.example>"
    assert message["In-Reply-To"] == "<abc@ontvanger.example>"
    assert message["References"].split() == ["<first@ontvanger.example>", "<abc@ontvanger.example>"]
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Date"].datetime == LETTER.date
    assert message["MIME-Version"] == "1.0"
    assert message.get_content_type() == "text/plain"
    assert message.get_content_charset() == "utf-8"
    assert text_of(message) == LETTER.text
    assert message.defects == []


def test_a_letter_that_a_person_approved_is_not_marked_automatic() -> None:
    message = parsed(dataclasses.replace(LETTER, auto_submitted=None))
    assert message["Auto-Submitted"] is None
    assert message["X-Auto-Response-Suppress"] is None


def test_a_reminder_is_marked_generated() -> None:
    assert (
        parsed(dataclasses.replace(LETTER, auto_submitted="auto-generated"))["Auto-Submitted"]
        == "auto-generated"
    )


def test_the_same_letter_gives_the_same_bytes_and_another_gives_others() -> None:
    with_file = dataclasses.replace(
        LETTER, attachments=(OutgoingAttachment("a.pdf", "application/pdf", b"%PDF"),)
    )
    assert build(LETTER) == build(dataclasses.replace(LETTER))
    assert build(with_file) == build(dataclasses.replace(with_file))
    changed = dataclasses.replace(
        LETTER, attachments=(OutgoingAttachment("a.pdf", "application/pdf", b"%PDF2"),)
    )
    assert build(with_file) != build(changed)


def test_the_bytes_are_seven_bit_short_lined_and_crlf() -> None:
    letter = dataclasses.replace(
        LETTER, subject="é" * 300, text="ë" * 5000 + "\nFrom hier\n.\n..x\n \n", from_name="Zoë " * 40
    )
    raw = build(letter)
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78
    assert text_of(parsed(letter)) == letter.text


ORDINARY = ["gegevens", "één", "privé", "VNG-2026-0042", "«test»", "ü", "😀", "a" * 60, "é" * 40]
TRICKY = ["x=?y", "(haakje)", '"q"', "\\", "=?utf-8?q?x?=", ",", ";", "<a@b.example>", "_", "=20"]
WORDS = st.sampled_from([*ORDINARY, *TRICKY])
PHRASES = st.lists(WORDS, max_size=14).map(" ".join) | st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=200
)


@settings(max_examples=300, deadline=None)
@given(PHRASES)
def test_any_subject_arrives_as_it_was_meant(subject: str) -> None:
    message = legacy(dataclasses.replace(LETTER, subject=subject))
    assert str(make_header(decode_header(message["Subject"] or ""))) == subject
    assert [name for name in message if name.lower() == "subject"] == ["Subject"]


@settings(max_examples=300, deadline=None)
@given(PHRASES.map(str.strip))
def test_any_display_name_arrives_as_it_was_meant(name: str) -> None:
    message = legacy(dataclasses.replace(LETTER, to_name=name))
    found = getaddresses([message["To"]])
    assert [address for _, address in found] == ["jan@ontvanger.example"]
    assert str(make_header(decode_header(found[0][0]))) == name


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=400))
def test_any_text_arrives_as_it_was_meant(text: str) -> None:
    meant = text.replace("\r\n", "\n").replace("\r", "\n")
    got = text_of(parsed(dataclasses.replace(LETTER, text=text)))
    assert got.removesuffix("\n") == meant.removesuffix("\n")


@pytest.mark.parametrize(
    "evil", ["\r\nBcc: x@y.example", "\n X", "\r", "\x00", "\u2028x", "\x85", "\x0b", "\x1b[2J"]
)
@pytest.mark.parametrize(
    "field", ["subject", "from_name", "to_name", "to_email", "from_email", "reply_to", "message_id"]
)
def test_line_breaks_and_controls_in_a_header_are_refused(field: str, evil: str) -> None:
    before = getattr(LETTER, field) or "a@b.example"
    with pytest.raises(MessageError) as caught:
        changes: Any = {field: before + evil}
        build(dataclasses.replace(LETTER, **changes))
    assert "\n" not in str(caught.value)
    assert "example" not in str(caught.value), "the message tells no address"


@pytest.mark.parametrize(
    "address",
    [
        *(
            "",
            "jan",
            "@x.example",
            "jan@",
            "a b@x.example",
            "a@x.example, b@y.example",
            "<a@x.example>",
            "a@x y",
        ),
        "a@" + "x" * 70 + ".example",
        "a@" + "x." * 130 + "nl",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(MessageError):
        build(dataclasses.replace(LETTER, to_email=address))


def test_unusual_but_valid_addresses_work() -> None:
    quoted = parsed(dataclasses.replace(LETTER, to_email='"jan jansen"@x.example'))
    assert quoted["To"].addresses[0].username == "jan jansen"
    domain = legacy(dataclasses.replace(LETTER, to_email="jan@café.example", to_name=""))
    assert domain["To"] == "jan@xn--caf-dma.example"
    raw = build(dataclasses.replace(LETTER, to_email="jörg@x.example", to_name=""))
    assert "To: jörg@x.example\r\n".encode() in raw


def test_identifiers_of_others_that_are_malformed_are_left_out() -> None:
    letter = dataclasses.replace(
        LETTER,
        in_reply_to="x y",
        references=("ok@a.example", "bad id", "inj\r\nBcc: z", "<b@c>", "", "ok@a.example", "geen-at"),
    )
    message = parsed(letter)
    assert message["In-Reply-To"] is None
    assert message["References"].split() == ["<ok@a.example>", "<geen-at>"]
    assert message["Bcc"] is None


def test_long_identifiers_are_neither_encoded_nor_broken() -> None:
    long = tuple(
        f"AM0PR01MB{number:04d}{'F' * 90}@AM0PR01MB6275.eurprd01.prod.exchangelabs.com"
        for number in range(60)
    )
    raw = build(dataclasses.replace(LETTER, references=long, in_reply_to=long[-1]))
    head = raw.partition(b"\r\n\r\n")[0]
    assert b"=?" not in head
    kept = parsed(dataclasses.replace(LETTER, references=long))["References"].split()
    assert kept == [f"<{one}>" for one in (long[0], *long[-20:])]


def test_attachments_arrive_whole_with_their_names() -> None:
    files = (
        OutgoingAttachment("Overzicht gegevens één.pdf", "application/pdf", bytes(range(256)) * 50),
        OutgoingAttachment("../../etc/passwd", "text/plain", b"a\nb\r\nc"),
        OutgoingAttachment("x" * 400 + ".csv", "text/csv", b""),
    )
    letter = dataclasses.replace(LETTER, attachments=files)
    message = parsed(letter)
    assert text_of(message) == LETTER.text
    got = list(message.iter_attachments())
    assert [part.get_filename() for part in got] == [
        "Overzicht gegevens één.pdf",
        "passwd",
        "x" * 80 + ".csv",
    ]
    assert [part.get_payload(decode=True) for part in got] == [one.content for one in files]
    assert [part.get_content_type() for part in got] == [one.content_type for one in files]
    assert build(letter).isascii()
    assert max(len(line) for line in build(letter).split(b"\r\n")) <= 998


@pytest.mark.parametrize(
    "attachment",
    [
        OutgoingAttachment("a\r\nX: y", "text/plain", b""),
        OutgoingAttachment("a", "text/plain\r\nX: y", b""),
        OutgoingAttachment("a", "multipart/mixed", b""),
        OutgoingAttachment("a", "nonsense", b""),
    ],
)
def test_attachments_cannot_smuggle_headers(attachment: OutgoingAttachment) -> None:
    with pytest.raises(MessageError):
        build(dataclasses.replace(LETTER, attachments=(attachment,)))


def test_a_date_without_offset_is_refused_and_utc_is_written_as_plus_zero() -> None:
    with pytest.raises(MessageError, match="aware"):
        build(dataclasses.replace(LETTER, date=datetime(2026, 1, 1)))  # noqa: DTZ001
    raw = build(dataclasses.replace(LETTER, date=datetime(2026, 1, 1, 12, tzinfo=UTC)))
    assert b"Date: Thu, 01 Jan 2026 12:00:00 +0000\r\n" in raw


def test_a_mail_goes_along_byte_for_byte() -> None:
    original = (
        b"From: jo@x.example\r\nSubject: inzage\r\nX-Odd:  twee  spaties\r\n\r\n--x\r\n.\r\nGraag inzage.\r\n"
    )
    file = OutgoingAttachment("zaak.eml", "message/rfc822", original)
    made = build(dataclasses.replace(LETTER, attachments=(file,)))
    assert original in made
    [part] = parsed(dataclasses.replace(LETTER, attachments=(file,))).iter_attachments()
    assert part.get_content_type() == "message/rfc822"
    assert part.get_filename() == "zaak.eml"
    assert part["Content-Transfer-Encoding"] == "7bit"
    assert part.get_content()["Subject"] == "inzage"
    for odd in (b"caf\xe9\r\n", b"kaal\n", b"a" * 1200 + b"\r\n"):
        with pytest.raises(MessageError, match="ASCII"):
            build(
                dataclasses.replace(LETTER, attachments=(OutgoingAttachment("x.eml", "message/rfc822", odd),))
            )
