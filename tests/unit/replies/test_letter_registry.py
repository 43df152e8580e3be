"""The registry: complete, numbered as LEGAL.md (c), and strict about what a machine may send."""

from replies.facts import LetterKind
from replies.fields import FIELDS
from replies.grounds import GROUNDS
from replies.registry import LETTERS, Audience
from replies.rights import RIGHTS, STATUTORY, in_order

_K = LetterKind


def test_every_kind_has_a_spec_with_title_and_source() -> None:
    assert set(LETTERS) == set(LetterKind)
    for spec in LETTERS.values():
        assert spec.title
        assert spec.source


def test_all_nineteen_letters_of_legal_are_there() -> None:
    assert {spec.number for spec in LETTERS.values()} - {None} == set(range(1, 20))


def test_a_machine_sends_only_what_design_leaves_to_it() -> None:
    alone = {
        kind for kind, spec in LETTERS.items() if spec.machine_may_send and spec.audience is Audience.PERSON
    }
    assert alone == {
        _K.ACKNOWLEDGEMENT,
        _K.NEUTRAL_ACKNOWLEDGEMENT,
        _K.IDENTIFICATION_REQUEST,
        _K.IDENTIFICATION_REMINDER,
    }


def test_what_a_machine_sends_has_no_field_to_fill() -> None:
    assert not [kind for kind, spec in LETTERS.items() if spec.machine_may_send and kind in FIELDS]


def test_a_refusal_always_carries_the_remedies() -> None:
    for kind in (_K.REFUSAL, _K.NO_DATA, _K.ACCESS_ANSWER, _K.IDENTIFICATION_LAPSED, _K.ERASED):
        assert LETTERS[kind].remedies


def test_field_names_and_labels_are_unique_within_a_letter() -> None:
    for kind, own in FIELDS.items():
        assert len({each.name for each in own}) == len(own), kind
        assert len({each.token for each in own}) == len(own), kind


def test_every_token_inside_a_choice_belongs_to_a_field_of_the_letter() -> None:
    for kind, own in FIELDS.items():
        tokens = {each.token for each in own}
        for each in own:
            for choice in each.choices:
                for piece in choice.text.split("[[")[1:]:
                    assert f"[[{piece.partition(']]')[0]}]]" in tokens, (kind, choice.label)


def test_every_statutory_right_can_be_refused_on_a_ground_and_nothing_else() -> None:
    assert set(GROUNDS) == STATUTORY
    refusal = {each.token for each in FIELDS[_K.REFUSAL]}
    for choices in GROUNDS.values():
        assert len({choice.label for choice in choices}) == len(choices)
        for choice in choices:
            assert "[[" not in choice.text or any(token in choice.text for token in refusal)


def test_labels_are_those_of_labels_md_in_order_and_others_refused() -> None:
    assert [right.label for right in in_order(("erasure", "access", "erasure"))] == ["access", "erasure"]
    assert "other" not in RIGHTS
    try:
        in_order(("access", "other"))
    except ValueError as error:
        assert "other" in str(error)
    else:
        raise AssertionError("a label no letter can name was taken")
