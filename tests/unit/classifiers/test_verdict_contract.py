"""The JSON contract of `assistant classify`, and how tolerant its input is."""

import pytest

from classifiers import DUTCH_NAMES, FOLLOWUPS, LABELS, Message, report
from classifiers.labels import in_guide_order
from classifiers.verdict import Verdict, frozen


def verdict() -> Verdict:
    return Verdict(
        ("access",),
        frozen({"access": 0.98765}),
        True,
        frozen({"access": ((3, 9),)}),
        None,
        "tekst",
        "nl",
        "m-1",
    )


def test_the_output_line_has_the_names_of_the_contract() -> None:
    assert verdict().to_json("7") == {
        "id": "7", "labels": ["access"], "scores": {"access": 0.9877}, "confident": True,
        "evidence": {"access": [[3, 9]]}, "followup": None, "new_text": "tekst", "model": "m-1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("previous", "read"),
    [
        (None, None),
        ("", None),
        ("eerder", ("eerder",)),
        (["a", "b"], ("a", "b")),
        ([{"from": "wij", "body": "a"}, {"text": "b"}], ("a", "b")),
        ({"body": "a"}, ("a",)),
        ([], None),
    ],
)
def test_previous_may_come_in_any_form(previous: object, read: object) -> None:
    message = report({"id": 1, "body": "x", "previous": previous})
    assert message.previous == read
    assert message.is_followup == (read is not None)


def test_a_case_type_alone_makes_a_follow_up() -> None:
    assert report({"id": "1", "body": "x", "case_type": ["access"]}).is_followup


@pytest.mark.parametrize("line", [[], "x", {"body": "zonder id"}])
def test_a_line_that_is_no_message_is_refused(line: object) -> None:
    with pytest.raises(ValueError, match="must"):
        report(line)  # type: ignore[arg-type]


def test_missing_texts_are_empty() -> None:
    assert report({"id": 5, "subject": None}) == Message("5", "", "", "")


def test_every_label_has_a_dutch_name_and_an_empty_set_is_other() -> None:
    assert set(DUTCH_NAMES) == set(LABELS) | set(FOLLOWUPS)
    assert in_guide_order(set()) == ("other",)
    assert in_guide_order({"erasure", "access"}) == ("access", "erasure")
