"""Fields: visible until filled, typed, and never a silent gap."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replies.facts import LetterFacts, LetterKind, Part
from replies.fill import FieldError, fields, fill
from replies.registry import LETTERS, Audience
from replies.render import render, render_letter
from replies.samples import SBB, VNG, VVSG, sample_case, sample_letter

_K = LetterKind


def _refusal() -> LetterFacts:
    return LetterFacts(VNG, sample_case(VNG, ("erasure",)))


@pytest.mark.parametrize("kind", [kind for kind, spec in LETTERS.items() if spec.audience is Audience.PERSON])
def test_every_mark_in_a_letter_is_a_field_and_every_open_field_a_mark(kind: LetterKind) -> None:
    for organisation in (VNG, SBB):
        letter = sample_letter(kind, organisation)
        marks = {f"[[{piece.partition(']]')[0]}]]" for piece in letter.body.split("[[")[1:]}
        assert marks == {each.token for each in fields(letter)}


def test_open_fields_come_in_the_order_of_the_text() -> None:
    letter = render(_K.REFUSAL, _refusal())
    assert [each.name for each in fields(letter)] == ["scope", "ground", "reasons", "instead"]


def test_a_choice_may_bring_a_field_of_its_own() -> None:
    letter = fill(render(_K.REFUSAL, _refusal()), {"scope": "een deel"})
    assert [each.name for each in fields(letter)] == ["refused_part", "ground", "reasons", "instead"]
    letter = fill(letter, {"refused_part": "de facturen"})
    assert "Het gaat om dit deel: de facturen." in letter.body


def test_each_type_is_written_as_a_letter_writes_it() -> None:
    letter = render(_K.ERASED, LetterFacts(VNG, sample_case(VNG, ("erasure",))))
    letter = fill(
        letter,
        {"erased_on": date(2026, 3, 24), "erased": ("naam  en\nadres", "", "foto"), "suppression": "ja"},
    )
    assert "op 24 maart 2026 (" in letter.body
    assert "- naam en adres\n- foto\n" in letter.body
    assert "op een lijst van adressen" in letter.body


def test_empty_says_so_where_the_law_wants_it_said() -> None:
    letter = render(_K.ERASED, LetterFacts(VNG, sample_case(VNG, ("erasure",))))
    letter = fill(letter, {"recipients_told": (), "kept": (), "public": "", "suppression": "nee"})
    assert "Er zijn dus geen ontvangers die wij moesten inlichten" in letter.body
    assert "Wij hebben deze ontvangers van de gegevens ingelicht" not in letter.body
    assert "behalve het dossier van dit verzoek" in letter.body
    assert "lijst van adressen" not in letter.body
    assert "\n\n\n" not in letter.body


def test_an_optional_field_left_out_takes_its_lead_along() -> None:
    letter = fill(render(_K.REFUSAL, _refusal()), {"instead": ""})
    assert "Dit doen wij wel" not in letter.body


@pytest.mark.parametrize(
    ("kind", "values", "message"),
    [
        (_K.ERASED, {"erased_on": "morgen"}, "erased_on: a date"),
        (_K.ERASED, {"erased": "naam"}, "erased: a list"),
        (_K.ERASED, {"suppression": "misschien"}, "choose one of: ja, nee"),
        (_K.QUESTION_ANSWER, {"answer": "  "}, "answer: a value is needed"),
        (_K.QUESTION_ANSWER, {"answer": date(2026, 1, 1)}, "answer: text"),
        (_K.QUESTION_ANSWER, {"answer": "zie [[hier]]"}, "answer: .* mark open fields"),
        (_K.QUESTION_ANSWER, {"onbekend": "x"}, "no field onbekend"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_field_named(
    kind: LetterKind, values: dict[str, object], message: str
) -> None:
    letter = render(kind, LetterFacts(VNG, sample_case(VNG, ("erasure",))))
    with pytest.raises(FieldError, match=message):
        fill(letter, values)  # type: ignore[arg-type]


def test_text_of_staff_is_text_and_no_template() -> None:
    letter = fill(render(_K.QUESTION_ANSWER, _refusal()), {"answer": "{{ org.name }} {% if %} \\1"})
    assert "{{ org.name }} {% if %} \\1" in letter.body


def test_fields_of_two_refusals_do_not_mix() -> None:
    facts = LetterFacts(VNG, sample_case(VNG, ("access", "erasure")))
    letter = render_letter(facts.with_parts(Part(_K.REFUSAL, ("access",)), Part(_K.REFUSAL, ("erasure",))))
    letter = fill(
        letter, {"access.ground": "een andere grond", "erasure.reasons": "Wij moeten facturen bewaren."}
    )
    names = [each.name for each in fields(letter)]
    assert "access.other_ground" in names
    assert "erasure.other_ground" not in names
    assert letter.body.count("Wij moeten facturen bewaren.") == 1


def test_grounds_are_those_of_the_right() -> None:
    letter = render(_K.REFUSAL, LetterFacts(VVSG, sample_case(VVSG, ("portability",))))
    ground = next(each for each in fields(letter) if each.name == "ground")
    assert any("20 lid 3" in choice.label for choice in ground.choices)
    assert not any("17 lid 3" in choice.label for choice in ground.choices)
    assert all("Uitvoeringswet" not in choice.text for choice in ground.choices)


@given(st.text(min_size=1, max_size=200))
def test_any_answer_of_staff_ends_up_in_the_letter_once(answer: str) -> None:
    letter = render(_K.QUESTION_ANSWER, _refusal())
    clean = answer.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not clean or "[[" in clean or "]]" in clean:
        return
    filled = fill(letter, {"answer": answer})
    assert clean in filled.body
    assert not fields(filled)
