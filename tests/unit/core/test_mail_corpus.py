"""Every mail of tests/data/mails is read as its author says it must be: parse, own words, verdict and match."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.core import matching, quoting, sender
from assistant.core.mail import ParsedMail
from assistant.core.parse import attachment_payloads, parse
from assistant.core.screening import ScreeningContext, bounced_recipients, screen

DATA = Path(__file__).parents[2] / "data" / "mails"
OWN_ADDRESSES = frozenset(
    {"po@vng.nl", "fg@vng.nl", "naleving@vng.nl", "informatieveiligheid@vvsg.be", "website@vng.nl"}
)
CONTEXT = ScreeningContext(own_addresses=OWN_ADDRESSES, web_form_senders=frozenset({"formulier@s-bb.nl"}))
TRUSTED = ("mx.vng.nl",)
STANDARD = {
    "@jan": "From: Jan de Vries <jan@voorbeeld.nl>\nTo: Privacy Officer <PO@vng.nl>\n"
    "Date: Tue, 03 Mar 2026 10:00:00 +0100\nMessage-ID: <{id}@voorbeeld.nl>\nMIME-Version: 1.0\n",
}
KNOWN_KEYS = {
    *(
        "subject",
        "from",
        "from_name",
        "to",
        "text_has",
        "text_lacks",
        "defects",
        "attachments",
        "signed",
        "encrypted",
        "html",
    ),
    *(
        "own",
        "own_has",
        "own_lacks",
        "quoted_has",
        "signature_has",
        "forwarded_from",
        "subject_is_own",
        "answer",
        "rule",
        "kind",
    ),
    *(
        "reply_to",
        "needs_human",
        "match",
        "sender",
        "failed",
        "parts",
        "date",
        "message_id",
        "references",
        "context",
    ),
    *("encode", "newline", "escape", "repeat"),
}


@dataclass(frozen=True)
class Known:
    """A case as a store would know it."""

    reference: str
    people: frozenset[str]
    message_ids: frozenset[str]
    labels: frozenset[str]
    is_open: bool = True


CASES = (
    Known(
        "VNG-2026-0042",
        frozenset({"jan@voorbeeld.nl"}),
        frozenset({"vng-2026-0042.acknowledgement.k3x@vng.nl"}),
        frozenset({"access"}),
    ),
    Known(
        "VNG-2026-0050",
        frozenset({"els@voorbeeld.nl"}),
        frozenset({"vng-2026-0050.identification_request.q7@vng.nl"}),
        frozenset({"erasure"}),
    ),
    Known(
        "VNG-2025-0007",
        frozenset({"jan@voorbeeld.nl"}),
        frozenset({"vng-2025-0007.closing.z1@vng.nl"}),
        frozenset({"erasure"}),
        False,
    ),
    Known(
        "VVSG-2026-0003",
        frozenset({"lien@voorbeeld.be"}),
        frozenset({"vvsg-2026-0003.acknowledgement.aa@vvsg.be"}),
        frozenset({"erasure"}),
    ),
)


@dataclass(frozen=True)
class Sample:
    """One mail and what is expected of it."""

    identifier: str
    expected: dict[str, Any]
    raw: bytes


def _samples() -> Iterator[Sample]:
    for path in sorted(DATA.glob("*.txt")):
        for section in re.split(r"(?m)^=== ", path.read_text(encoding="utf-8"))[1:]:
            head, _, body = section.partition("\n---\n")
            name, _, expected = head.partition("\n")
            yield Sample(
                f"{path.stem}/{name.strip()}",
                json.loads(expected or "{}"),
                _raw(name.strip(), json.loads(expected or "{}"), body),
            )


def _raw(name: str, expected: dict[str, Any], body: str) -> bytes:
    for mark, text in STANDARD.items():
        body = re.sub(rf"(?m)^{mark}\n", lambda _, text=text: text.replace("{id}", name), body, count=1)
    text, times = expected.get("repeat", ["", 0])
    body = body.replace("@@", text * times)
    if expected.get("escape"):
        body = re.sub(r"\\x([0-9A-F]{2})", lambda found: chr(0xF700 + int(found.group(1), 16)), body)
    encoded = body.removesuffix("\n").replace("\n", expected.get("newline", "\r\n"))
    return b"".join(
        bytes([ord(char) - 0xF700])
        if 0xF700 <= ord(char) <= 0xF7FF
        else char.encode(expected.get("encode", "utf-8"))
        for char in encoded
    )


SAMPLES = list(_samples())
BY_NAME = {sample.identifier: sample for sample in SAMPLES}
each = pytest.mark.parametrize("sample", SAMPLES, ids=list(BY_NAME))


def _candidates(keys: matching.LookupKeys) -> list[matching.CandidateCase]:
    found = []
    for case in CASES:
        ranks = [rank for rank, identifier in enumerate(keys.message_ids) if identifier in case.message_ids]
        if ranks or case.reference in keys.references:
            belongs = keys.sender in case.people
            found.append(
                matching.CandidateCase(
                    case.reference, belongs, bool(ranks), case.is_open, case.labels, min(ranks, default=None)
                )
            )
    return found


def _written(match: matching.Match) -> str:
    if isinstance(match, matching.Matched):
        return f"{match.reference} by {match.by}"
    return f"ambiguous {' '.join(match.references)}" if isinstance(match, matching.Ambiguous) else "new"


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(SAMPLES) >= 250
    assert len(BY_NAME) == len(SAMPLES), "two mails share a name"
    assert not {key for sample in SAMPLES for key in sample.expected} - KNOWN_KEYS


@each
def test_parse(sample: Sample) -> None:
    mail, expected = parse(sample.raw), sample.expected
    assert mail.subject == expected["subject"]
    if "from" in expected:
        assert (mail.from_[0].email if mail.from_ else None) == expected["from"]
    if "from_name" in expected:
        assert mail.from_[0].name == expected["from_name"]
    if "to" in expected:
        assert [address.email for address in mail.to] == expected["to"]
    for piece in expected.get("text_has", ()):
        assert piece in mail.text
    for piece in expected.get("text_lacks", ()):
        assert piece not in mail.text
    assert [[file.filename, file.content_type] for file in mail.attachments] == expected.get(
        "attachments", []
    )
    assert list(mail.defects) == expected.get("defects", [])
    assert (mail.signed, mail.encrypted) == (expected.get("signed", False), expected.get("encrypted", False))
    assert bool(mail.html) == expected.get("html", False)
    _assert_identity(mail, expected)
    assert [found for found, _ in attachment_payloads(sample.raw)] == list(mail.attachments)


def _assert_identity(mail: ParsedMail, expected: dict[str, Any]) -> None:
    if "date" in expected:
        assert (mail.date.isoformat() if mail.date else None) == expected["date"]
    if "message_id" in expected:
        assert mail.message_id == expected["message_id"]
    if "references" in expected:
        assert list(mail.references) == expected["references"]
    if "parts" in expected:
        assert list(mail.auto_generated_parts) == expected["parts"]


@each
def test_own_words(sample: Sample) -> None:
    words, expected = quoting.own_words(parse(sample.raw)), sample.expected
    assert "own" in expected or "own_has" in expected
    if "own" in expected:
        assert words.text == expected["own"]
    for piece in expected.get("own_has", ()):
        assert piece in words.text
    for piece in expected.get("own_lacks", ()):
        assert piece not in words.text
    for piece in expected.get("quoted_has", ()):
        assert piece in words.quoted
    for piece in expected.get("signature_has", ()):
        assert piece in words.signature
    if "subject_is_own" in expected:
        assert words.subject_is_own == expected["subject_is_own"]
    assert (words.forwarded_from.email if words.forwarded_from else None) == expected.get("forwarded_from")


@each
def test_verdict(sample: Sample) -> None:
    mail, expected = parse(sample.raw), sample.expected
    context = (
        CONTEXT
        if "context" not in expected
        else ScreeningContext(own_addresses=OWN_ADDRESSES, **expected["context"])
    )
    verdict = screen(mail, context)
    answer = expected.get("answer", True)
    assert (verdict.answer, verdict.rule) == (answer, expected.get("rule", "person")), verdict.reason
    assert verdict.kind == expected.get("kind", "person")
    assert verdict.needs_human == expected.get("needs_human", verdict.kind == "doubt")
    assert verdict.reason.endswith(".")
    if answer or "reply_to" in expected:
        assert verdict.reply_to == expected.get("reply_to", mail.from_[0].email if mail.from_ else None)
    if "failed" in expected:
        assert list(bounced_recipients(mail, OWN_ADDRESSES)) == expected["failed"]


@each
def test_match(sample: Sample) -> None:
    mail = parse(sample.raw)
    found = matching.match(mail, _candidates(matching.keys(mail)))
    assert _written(found) == sample.expected.get("match", "new")


@pytest.mark.parametrize("sample", [s for s in SAMPLES if "sender" in s.expected], ids=lambda s: s.identifier)
def test_sender(sample: Sample) -> None:
    evidence = sender.assess(parse(sample.raw), TRUSTED, OWN_ADDRESSES)
    for name, wanted in sample.expected["sender"].items():
        found = getattr(evidence, name)
        if name in ("address", "proposed_original"):
            found = found.email if found else None
        if name == "asks":
            assert wanted in found
        else:
            assert found == wanted, name
