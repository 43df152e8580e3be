"""One rule, one file, one name: every rule is in the table, carries its file's name, and decides a mail of the corpus."""

from __future__ import annotations

import inspect
import json
import pkgutil
import re
from pathlib import Path

import pytest

from assistant.core import screening
from assistant.core.parse import parse
from assistant.core.screening import ScreeningContext, decide, screen
from assistant.core.screening.facts import Facts

DATA = Path(__file__).parents[2] / "data" / "mails"
RULES = (*decide.FINAL, *decide.CONTENT, *decide.HEADERS, *decide.PERSON)
NO_RULES = {
    "decide",
    "facts",
    "verdict",
    "report",
    "lexicon",
    "bounced_recipients",
    "words_bounce",
    "words_absence",
    "words_automatic",
}
PERSON = (
    b"From: Jan <jan@voorbeeld.nl>\nTo: po@vng.nl\nSubject: vraag\n\nGoedemiddag, wanneer is het congres?\n"
)


def _file_of(rule: object) -> str:
    return Path(inspect.getfile(rule)).stem  # type: ignore[arg-type]


def _rules_of_the_corpus() -> set[str]:
    found = set()
    for path in DATA.glob("*.txt"):
        for head in re.findall(r"(?ms)^=== [^\n]+\n(.*?)\n---\n", path.read_text(encoding="utf-8")):
            found.add(json.loads(head or "{}").get("rule", "person"))
    return found


def test_every_rule_file_is_in_the_table() -> None:
    files = {module.name for module in pkgutil.iter_modules(screening.__path__)} - NO_RULES
    assert {_file_of(rule) for rule in RULES} == files


@pytest.mark.parametrize("rule", RULES, ids=_file_of)
def test_rule_decides_a_mail_of_the_corpus(rule: object) -> None:
    assert _file_of(rule) in _rules_of_the_corpus()


@pytest.mark.parametrize("rule", RULES, ids=_file_of)
def test_rule_is_silent_on_an_ordinary_letter(rule: object) -> None:
    assert rule(Facts(parse(PERSON), ScreeningContext())) is None  # type: ignore[operator]


@pytest.mark.parametrize(
    ("header", "rule", "kind"),
    [
        (b"Auto-Submitted: auto-generated", "auto_submitted", "machine"),
        (b"Auto-Submitted: auto-replied (vacation)", "auto_submitted", "machine"),
        (b"X-Autoreply: yes", "autoreply_headers", "machine"),
        (b"X-Auto-Response-Suppress: OOF, AutoReply", "auto_response_suppress", "machine"),
        (b"Precedence: junk", "precedence", "machine"),
        (b"Precedence: auto_reply", "precedence", "machine"),
        (b"Return-Path: <>", "null_return_path", "machine"),
        (b"List-Id: <leden.voorbeeld.nl>", "list_headers", "list"),
        (b"Precedence: list", "list_headers", "list"),
        (b"X-Failed-Recipients: a@b.nl", "failed_recipients", "bounce"),
    ],
)
def test_a_header_alone_is_enough(header: bytes, rule: str, kind: str) -> None:
    verdict = screen(parse(header + b"\n" + PERSON))
    assert (verdict.answer, verdict.rule, verdict.kind) == (False, rule, kind)


@pytest.mark.parametrize(
    "header",
    [
        b"Auto-Submitted: no",
        b"X-Autoreply: no",
        b"X-Auto-Response-Suppress: RN, NRN",
        b"Precedence: first-class",
        b"Return-Path: <jan@voorbeeld.nl>",
    ],
)
def test_a_header_that_says_no_is_none(header: bytes) -> None:
    assert screen(parse(header + b"\n" + PERSON)).answer


@pytest.mark.parametrize(
    "header",
    [
        b"List-Id: <leden.voorbeeld.nl>",
        b"Precedence: list",
        b"Precedence: bulk",
        b"List-Unsubscribe: <mailto:x@y.nl>",
    ],
)
def test_a_request_on_a_list_is_a_persons(header: bytes) -> None:
    mail = parse(
        header + b"\n" + PERSON.replace(b"wanneer is het congres?", b"ik wil inzage in mijn gegevens.")
    )
    verdict = screen(mail)
    assert (verdict.answer, verdict.kind, verdict.reply_to) == (True, "person", "jan@voorbeeld.nl")


@pytest.mark.parametrize("header", [b"Auto-Submitted: auto-replied", b"Return-Path: <>", b"X-Autoreply: yes"])
def test_header_and_content_that_disagree_go_to_a_person(header: bytes) -> None:
    mail = parse(
        header + b"\n" + PERSON.replace(b"wanneer is het congres?", b"ik wil inzage in mijn gegevens.")
    )
    verdict = screen(mail)
    assert (verdict.answer, verdict.needs_human, verdict.kind) == (False, True, "doubt")
    assert verdict.reason.endswith("Een mens beslist.")


def test_caps_count_what_was_sent() -> None:
    mail = parse(PERSON)
    assert screen(mail, ScreeningContext(sent_to_address_today=4)).answer
    assert screen(mail, ScreeningContext(sent_to_address_today=5)).rule == "address_cap"
    assert screen(mail, ScreeningContext(sent_in_thread=9)).answer
    assert screen(mail, ScreeningContext(sent_in_thread=10)).rule == "thread_cap"
