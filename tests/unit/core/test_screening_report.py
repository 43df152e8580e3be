"""What ``assistant screen`` prints for one message, however it was packed into JSON."""

from __future__ import annotations

import base64
import json

import pytest

from assistant.core.screening import ScreeningContext
from assistant.core.screening.report import raw_bytes, report

MAIL = "From: Jan <jan@voorbeeld.nl>\r\nSubject: inzage\r\n\r\nIk wil mijn gegevens inzien, Daniël.\r\n"


def test_the_line_has_the_promised_fields() -> None:
    line = report({"id": 7, "raw": MAIL})
    assert line == {
        "id": 7,
        "answer": True,
        "rule": "person",
        "reason": "Geen teken dat een programma dit schreef.",
        "reply_to": "jan@voorbeeld.nl",
    }
    assert json.loads(json.dumps(line)) == line


def test_bytes_are_read_as_they_are() -> None:
    assert report({"id": "a.eml", "raw": MAIL.encode()})["answer"] is True


@pytest.mark.parametrize("value", [{}, {"id": 1}, {"id": 1, "raw": None}, {"id": 1, "raw": 5}])
def test_a_line_without_a_message_is_an_error(value: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="raw"):
        report(value)


def test_base64_is_recognised_and_text_is_not_taken_for_it() -> None:
    assert raw_bytes(base64.b64encode(MAIL.encode()).decode()) == MAIL.encode()
    assert raw_bytes(MAIL) == MAIL.encode()
    assert raw_bytes("Subject") == b"Subject"


def test_surrogates_stand_for_bytes() -> None:
    assert raw_bytes("caf\udce9") == b"caf\xe9"
    assert raw_bytes("los \ud800") == b"los ?"


def test_own_addresses_come_from_the_configuration() -> None:
    own = ScreeningContext(own_addresses=frozenset({"jan@voorbeeld.nl"}))
    assert report({"id": 1, "raw": MAIL}, own)["rule"] == "own_mail"
