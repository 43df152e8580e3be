"""The JSON door of the clock: what comes in is checked with one clear sentence, what goes out is the contract of DESIGN 5."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.core.clock import reckon
from assistant.core.clock_json import from_json, ledger_to_json, to_json
from assistant.core.errors import LedgerError

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the machine is shared
GOOD: dict[str, Any] = {
    "id": "x",
    "country": "NL",
    "kind": "request",
    "received": "2026-09-01T10:00:00+02:00",
    "promise": None,
    "identification_asked": "2026-09-02",
    "identified": "2026-09-08T09:00:00+02:00",
    "reasonable_doubt": True,
    "clarification_asked": None,
    "clarified": None,
    "large_quantity": None,
    "extension_notice_sent": None,
}
CONTRACT = {
    "id",
    "due",
    "statutory",
    "promise",
    "unsuspended",
    "notice_due",
    "target",
    "suspended_days",
    "extended",
    "steps",
}


def answer(**changes: Any) -> dict[str, object]:
    return to_json(reckon(from_json(GOOD | changes)), "x")


def test_the_answer_holds_the_contract_and_is_plain_json() -> None:
    found = answer()
    assert set(found) >= CONTRACT
    assert json.loads(json.dumps(found)) == found
    assert found["due"] == "2026-10-07"
    assert found["suspended_days"] == 6
    assert found["extended"] is False


def test_a_breach_answers_the_same_keys() -> None:
    breach = {"country": "BE", "kind": "breach", "received": "2026-10-23T16:40:00+02:00"}
    found = to_json(reckon(from_json(breach)), 7)
    assert set(found) == set(answer())
    assert (found["id"], found["due"]) == (7, "2026-10-26T16:00:00+01:00")
    assert found["plain72"] == found["target"] == "2026-10-26T15:40:00+01:00"
    assert found["notice_due"] is None


@pytest.mark.parametrize(
    "spelling",
    [
        "2026-09-01T10:00:00+02:00[Europe/Amsterdam]",
        "2026-09-01T08:00:00Z",
        "2026-09-01T08:00:00Z[Europe/Brussels]",
        "2026-09-01 10:00+02:00",
    ],
)
def test_one_moment_in_several_spellings(spelling: str) -> None:
    assert answer(received=spelling) == answer()


def test_null_and_absence_are_the_default() -> None:
    bare = {key: GOOD[key] for key in ("country", "kind", "received")}
    nulls = dict.fromkeys(("promise", "reasonable_doubt", "large_quantity", "at_once", "identified"))
    assert from_json(bare) == from_json(bare | nulls)


@pytest.mark.parametrize(
    ("changes", "starts"),
    [
        ({"country": "DE"}, "country is 'DE'"),
        ({"country": "nl"}, "country is 'nl'"),
        ({"country": None}, "country is missing"),
        ({"country": ["NL"]}, "country is ['NL']"),
        ({"kind": "verzoek"}, "kind is 'verzoek'"),
        ({"kind": 1}, "kind is 1"),
        ({"received": None}, "received is missing"),
        ({"received": "2026-09-01T10:00:00"}, "received has no UTC offset"),
        ({"received": "2026-09-01"}, "received is '2026-09-01', a date without a time"),
        ({"received": "1 september"}, "received is '1 september', no moment"),
        ({"received": "2026-02-30T10:00:00+01:00"}, "received is '2026-02-30T10:00:00+01:00', no moment"),
        ({"received": ""}, "received is '', no moment"),
        ({"received": 1788256800}, "received is a number"),
        ({"received": "0000-01-01T00:00:00+00:00"}, "received is '0000-01-01T00:00:00+00:00', no moment"),
        ({"received": "0001-01-01T00:00:00+14:00"}, "received lies in the year 1"),
        ({"received": "9999-12-31T23:59:59-12:00"}, "received lies in the year 9999"),
        ({"received": "2026-09-01T10:00:00+02:00[Europe/Atlantis]"}, "received names the unknown zone"),
        ({"received": "2026-09-01T10:00:00+02:00[../../etc/passwd]"}, "received names the unknown zone"),
        ({"received": "2" * 5000}, "received is '2222"),
        ({"identification_asked": "2026-08-31"}, "identification_asked (2026-08-31) lies before received"),
        ({"identified": "2026-09-01"}, "identified (2026-09-01) lies before identification_asked"),
        ({"identification_asked": None}, "identified is filled in but identification_asked is not"),
        ({"identified": "2026-09-08T09:00:00"}, "identified has no UTC offset"),
        ({"extension_notice_sent": "2026-08-30"}, "extension_notice_sent (2026-08-30) lies before received"),
        ({"reasonable_doubt": "ja"}, "reasonable_doubt is 'ja'"),
        ({"large_quantity": 1}, "large_quantity is 1"),
        ({"promise": 30}, "promise is a number"),
        ({"promise": {}}, "promise needs exactly one"),
        ({"promise": {"days": 30, "weeks": 4}}, "promise needs exactly one"),
        ({"promise": {"days": 0}}, "promise.days is 0"),
        ({"promise": {"days": -3}}, "promise.days is -3"),
        ({"promise": {"days": 10**9}}, "promise.days is 1000000000"),
        ({"promise": {"weeks": 4.0}}, "promise.weeks is 4.0"),
        ({"promise": {"days": True}}, "promise.days is True"),
        ({"promise": {"months": 1}}, "promise has an unknown part 'months'"),
        ({"recieved": "x"}, "'recieved' is no known field: did you mean received?"),
        ({"zone": "Europe/Amsterdam"}, "'zone' is no known field"),
        (
            {"kind": "breach"},
            "identification_asked is filled in for a breach",
        ),
    ],
    ids=str,
)
def test_bad_input_is_one_sentence_about_the_field(changes: dict[str, Any], starts: str) -> None:
    with pytest.raises(LedgerError) as caught:
        from_json(GOOD | changes)
    message = str(caught.value)
    assert message.startswith(starts)
    assert ": " in message  # the cure
    assert "\n" not in message
    assert len(message) < 300


@pytest.mark.parametrize("line", [None, 3, "tekst", [GOOD], math.nan])
def test_a_line_that_is_no_object(line: object) -> None:
    with pytest.raises(LedgerError, match=r"^the line is "):
        from_json(line)


@pytest.mark.parametrize(
    "facts",
    [
        GOOD,
        GOOD | {"promise": {"weeks": 4, "reaction_suffices": True}, "at_once": True},
        GOOD | {"promise": {"days": 30}, "reasonable_doubt": False, "large_quantity": True},
        {"country": "BE", "kind": "breach", "received": "2026-10-23T16:40:00+02:00"},
    ],
)
def test_a_ledger_survives_the_way_out_and_in(facts: dict[str, Any]) -> None:
    ledger = from_json(facts)
    assert from_json(json.loads(json.dumps(ledger_to_json(ledger)))) == ledger


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*GOOD, "at_once", "x"]), json_values))
@CALM
def test_anything_at_all_is_a_reckoning_or_a_ledger_error(changes: dict[str, object]) -> None:
    try:
        ledger = from_json(GOOD | changes)
    except LedgerError as error:
        assert "\n" not in str(error)
    else:
        assert set(to_json(reckon(ledger))) >= CONTRACT


@given(st.datetimes(), st.sampled_from(["", "Z", "+14:00", "-12:00", "+00:00[Europe/Amsterdam]"]))
@CALM
def test_no_moment_overflows(moment: Any, suffix: str) -> None:
    line = {"country": "NL", "kind": "request", "received": moment.isoformat() + suffix}
    try:
        found = to_json(reckon(from_json(line)))
    except LedgerError as error:
        assert str(error).startswith("received ")
    else:
        assert found["due"]
