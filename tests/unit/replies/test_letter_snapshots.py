"""docs/letters shows what the templates write: every letter in every form, for a person to read."""

from pathlib import Path

import pytest

from replies.facts import LetterKind
from replies.registry import LETTERS
from replies.snapshots import snapshots

_FOLDER = Path(__file__).parents[3] / "docs" / "letters"
_WRITTEN = snapshots()


@pytest.mark.parametrize("name", sorted(_WRITTEN))
def test_the_folder_shows_the_letter_as_it_is_written_now(name: str) -> None:
    assert (_FOLDER / name).read_text(encoding="utf-8") == _WRITTEN[name], (
        "the letter changed: read it, then run python -m replies.snapshots docs/letters"
    )


def test_the_folder_holds_nothing_else() -> None:
    assert {path.name for path in _FOLDER.iterdir()} == set(_WRITTEN)


def test_every_kind_is_in_the_folder_in_both_forms() -> None:
    for kind, spec in LETTERS.items():
        own = {
            name for name in _WRITTEN if name.split(".")[0].removeprefix(f"{spec.number or 0:02d}-") == kind
        }
        assert own, kind
        if not spec.machine_may_send or spec.english:
            assert {name.split(".")[1] for name in own} >= {"u", "je"}, kind
    assert len(LetterKind) == len(LETTERS)
