"""Matching beyond single mails: keys, duplicates, and what is asked decides whether a thread is one case."""

from __future__ import annotations

import pytest

from assistant.core.matching import (
    Ambiguous,
    CandidateCase,
    Matched,
    NewCase,
    after_reading,
    keys,
    match,
    propose_duplicate,
)
from assistant.core.parse import parse

ACCESS = CandidateCase("VNG-2026-0042", belongs=True, by_message_id=True, labels=frozenset({"access"}))
MATCHED = Matched("VNG-2026-0042", "message_id")


def _mail(headers: str) -> bytes:
    return f"From: Jan <Jan@Voorbeeld.nl>\n{headers}\n\ntekst\n".encode()


def test_keys_are_nearest_first_and_once() -> None:
    mail = parse(
        _mail("In-Reply-To: <c@x>\nReferences: <a@x> <b@x> <c@x>\nSubject: Re: VNG-2026-0042 en VNG-2026-42")
    )
    found = keys(mail)
    assert found.message_ids == ("c@x", "b@x", "a@x")
    assert found.references == ("VNG-2026-0042",)
    assert found.sender == "jan@voorbeeld.nl"


@pytest.mark.parametrize(
    ("subject", "wanted"),
    [
        ("zaak SBB-2026-12", ("SBB-2026-0012",)),
        ("kchn 2026 7", ("KCHN-2026-0007",)),
        ("ABC-2026-0001", ()),
        ("VNG-1999-0001", ()),
        ("VNG-2026-00012345", ()),
        ("dossierVNG-2026-0001", ()),
    ],
)
def test_references_have_a_known_prefix(subject: str, wanted: tuple[str, ...]) -> None:
    assert keys(parse(_mail(f"Subject: {subject}"))).references == wanted


def test_prefixes_are_configurable() -> None:
    assert keys(parse(_mail("Subject: GEM-2026-0001")), ("GEM",)).references == ("GEM-2026-0001",)


def test_thousands_of_references_stay_a_short_question_to_the_store() -> None:
    many = " ".join(f"<{number}@x>" for number in range(5000))
    assert len(keys(parse(_mail(f"References: {many}"))).message_ids) == 200


def test_two_cases_in_one_thread_without_an_order_are_for_a_person() -> None:
    other = CandidateCase("VNG-2026-0050", belongs=True, by_message_id=True)
    assert isinstance(match(parse(_mail("Subject: x")), [ACCESS, other]), Ambiguous)


def test_a_case_of_the_same_person_is_no_match_without_a_key() -> None:
    assert match(parse(_mail("Subject: x")), [CandidateCase("VNG-2026-0042", belongs=True)]) == NewCase()


@pytest.mark.parametrize(
    ("labels", "followup", "wanted"),
    [
        ({"access"}, "none", MATCHED),
        ({"other"}, "identification", MATCHED),
        ({"complaint"}, "none", MATCHED),
        ({"erasure"}, "new_request", NewCase(linked_to="VNG-2026-0042")),
        ({"access", "erasure"}, "new_request", NewCase(linked_to="VNG-2026-0042")),
        ({"portability"}, "clarification", MATCHED),
        (set(), "status_inquiry", MATCHED),
    ],
)
def test_a_new_wish_in_an_old_thread_is_a_case_of_its_own(
    labels: set[str], followup: str, wanted: object
) -> None:
    assert after_reading(MATCHED, ACCESS, labels, followup) == wanted


def test_the_same_right_after_closing_is_a_new_case() -> None:
    closed = CandidateCase(
        "VNG-2026-0042", belongs=True, by_message_id=True, is_open=False, labels=frozenset({"access"})
    )
    assert after_reading(MATCHED, closed, {"access"}, "none") == NewCase(linked_to="VNG-2026-0042")
    assert after_reading(MATCHED, closed, {"other"}, "none") == MATCHED


def test_doubt_stays_doubt() -> None:
    doubt = Ambiguous(("VNG-2026-0042",), "x")
    assert after_reading(doubt, ACCESS, {"erasure"}) == doubt


def test_a_duplicate_is_proposed_only_for_the_same_open_wish_of_the_same_person() -> None:
    assert propose_duplicate({"access"}, [ACCESS]) == "VNG-2026-0042"
    assert propose_duplicate({"erasure"}, [ACCESS]) is None
    assert propose_duplicate({"access", "erasure"}, [ACCESS]) is None
    assert propose_duplicate({"other"}, [ACCESS]) is None
    assert (
        propose_duplicate({"access"}, [CandidateCase("A", belongs=False, labels=frozenset({"access"}))])
        is None
    )
    assert (
        propose_duplicate({"access"}, [CandidateCase("A", True, is_open=False, labels=frozenset({"access"}))])
        is None
    )
