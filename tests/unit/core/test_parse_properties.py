"""Hypothesis: no bytes make the reader raise, and what it returns can be stored. The long run is benchmarks/fuzz_parse.py."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core import matching, parse_headers, quoting, sender
from assistant.core.html_text import to_text
from assistant.core.mail import ParsedMail
from assistant.core.parse import _parse, attachment_payloads, parse
from assistant.core.parse_addresses import addresses
from assistant.core.screening import screen
from assistant.core.screening.report import report

LINES = st.sampled_from([
    "From: Jan <jan@voorbeeld.nl>", "Subject: =?utf-8?q?caf=C3=A9?=",
    "Content-Type: multipart/mixed; boundary=b", "--b", "--b--", "",
    "Content-Type: text/html; charset=utf-8", "Content-Type: message/rfc822",
    "Content-Transfer-Encoding: base64", "> oud", "-- ", "Op 3-3-2026 om 10:00 schreef PO <po@vng.nl>:",
    "Van: PO", "Verzonden: vandaag", "Onderwerp: x", "SGFsbG8=", "<p>tekst</p>", " vervolg",
    "Ik wil inzage in mijn gegevens.", "Met vriendelijke groet,", "-----Oorspronkelijk bericht-----",
    "Auto-Submitted: auto-replied", "Return-Path: <>",
])  # fmt: skip
RAW = st.one_of(
    st.binary(max_size=2_000),
    st.text(max_size=2_000).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(LINES, max_size=40).map(lambda lines: "\r\n".join(lines).encode()),
    st.tuples(st.lists(LINES, max_size=20), st.binary(max_size=200), st.lists(LINES, max_size=20)).map(
        lambda parts: "\n".join(parts[0]).encode() + parts[1] + "\n".join(parts[2]).encode()
    ),
)
few = settings(max_examples=300, deadline=2_000)


@few
@given(RAW)
def test_no_bytes_make_the_reader_raise(raw: bytes) -> None:
    mail = _parse(raw)
    assert isinstance(mail, ParsedMail)
    for text in (mail.text, mail.subject, mail.html, *(value for _, value in mail.headers)):
        text.encode("utf-8")
        assert "\x00" not in text
    assert not any("\n" in value or "\r" in value for _, value in mail.headers)
    assert all(
        address.email == address.email.lower() and "@" in address.email for address in (*mail.from_, *mail.to)
    )
    assert mail.date is None or mail.date.tzinfo is not None
    assert [listing for listing, _ in attachment_payloads(raw)] == list(mail.attachments)


@few
@given(RAW)
def test_no_mail_makes_the_judges_raise(raw: bytes) -> None:
    mail = parse(raw)
    verdict = screen(mail)
    assert not (verdict.answer and (verdict.reply_to is None or verdict.needs_human))
    assert verdict.answer <= (verdict.kind == "person")
    sender.assess(mail, ("mx.vng.nl", "-"))
    assert isinstance(matching.match(mail, ()), matching.NewCase)


@few
@given(st.text(max_size=3_000), st.text(max_size=50))
def test_own_words_are_words_of_the_text(text: str, subject: str) -> None:
    words = quoting.strip_text(text, subject)
    known = set(text.replace(">", " ").split())
    assert set(words.text.replace(">", " ").split()) <= known
    assert set(words.signature.replace(">", " ").split()) <= known


@few
@given(st.text(alphabet="abc ik wil inzage.,?", max_size=500))
def test_plain_prose_is_kept_whole(text: str) -> None:
    assert quoting.strip_text(text).text == text.strip()


@few
@given(st.text(max_size=1_000))
def test_small_readers_take_any_text(text: str) -> None:
    to_text(text)
    addresses(text)
    parse_headers.parameters(text)
    parse_headers.identifiers(text)
    parse_headers.date(text)
    assert "\n" not in parse_headers.decoded(text)


@few
@given(st.text(max_size=500))
def test_the_command_takes_any_string(raw: str) -> None:
    assert set(report({"id": 1, "raw": raw})) == {"id", "answer", "rule", "reason", "reply_to"}


def test_a_failure_of_the_reader_itself_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: bytes) -> ParsedMail:
        raise RecursionError

    monkeypatch.setattr("assistant.core.parse._parse", broken)
    mail = parse("From: a@b.nl\n\nIk wil inzage, café.".encode())
    assert mail.defects == ("parser-failure:RecursionError",)
    assert "Ik wil inzage, café." in mail.text


def test_the_fuzz_target_itself_runs() -> None:
    path = Path(__file__).parents[3] / "benchmarks" / "fuzz_parse.py"
    specification = importlib.util.spec_from_file_location("fuzz_parse", path)
    assert specification is not None
    assert specification.loader is not None
    fuzz = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(fuzz)
    mails = fuzz.corpus()
    assert len(mails) >= 250
    for seed in range(300):
        fuzz.read(fuzz.mutated(random.Random(seed), mails))  # noqa: S311 - repeatable, not secret
