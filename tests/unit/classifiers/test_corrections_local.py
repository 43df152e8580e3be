"""Learning from staff: no personal data in candidates, and no worse model in use."""

from pathlib import Path

import pytest

from classifiers.training.corrections import as_examples, candidate, pseudonymise, read, train_local

TEXT = (
    "Geachte heer Van der Meulen,\n\nMijn naam is Katrien Vandoorne-De Smet, geboren op 3 april 1980. Ik woon Dorpsstraat 12b, "
    "2514 JS Den Haag. Bel 06-12345678 of mail katrien@voorbeeld.example. BSN 111222333, klantnummer 4471-2209. "
    "Ook mevrouw P. Jansen weet hiervan; Katrien zelf belt morgen. Zie https://voorbeeld.example/dossier/9.\n\n"
    "Verwijder in 2025 mijn gegevens.\n\nMet vriendelijke groet,\nKatrien Vandoorne"
)


def test_names_addresses_and_numbers_become_placeholders() -> None:
    found = pseudonymise(TEXT)
    for secret in (
        "Katrien", "Vandoorne", "Meulen", "Jansen", "Dorpsstraat", "2514", "06-1234", "voorbeeld.example", "111222333",
        "4471", "1980",
    ):  # fmt: skip
        assert secret not in found
    assert "Verwijder in 2025 mijn gegevens." in found
    assert "[bsn]" in found


def test_names_that_the_case_knows_are_taken_out_wherever_they_stand() -> None:
    assert "okonkwo" not in pseudonymise("groetjes van okonkwo, dus", names=["Ada Okonkwo"]).lower()


def test_a_candidate_survives_writing_and_reading_and_becomes_an_example(tmp_path: Path) -> None:
    made = candidate("7", "sbb", "Van Jan Klaassen", TEXT, ("erasure",), "m-1", names=["Jan Klaassen"])
    assert "Klaassen" not in made.subject
    path = tmp_path / "candidates.jsonl"
    path.write_text(made.to_line() + "\n", encoding="utf-8")
    assert read(path) == [made]
    (example,) = as_examples(read(path))
    assert example.labels == frozenset({"erasure"})
    assert "Vandoorne" not in example.text.body


def test_a_candidate_with_other_beside_a_request_is_refused() -> None:
    with pytest.raises(ValueError, match="labels"):
        candidate("7", "sbb", "", "x", ("other", "access"), "m-1")


def test_a_broken_line_is_named_by_its_number_and_not_quoted(tmp_path: Path) -> None:
    path = tmp_path / "candidates.jsonl"
    path.write_text('{"geheim": 1}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="line 1") as raised:
        read(path)
    assert "geheim" not in str(raised.value)


def fitted(directory: Path) -> Path:
    directory.mkdir(parents=True)
    (directory / "mark").write_text("new", encoding="utf-8")
    return directory


def test_a_better_model_takes_the_place_and_the_old_one_is_kept(tmp_path: Path) -> None:
    local = tmp_path / "local"
    local.mkdir()
    (local / "mark").write_text("old", encoding="utf-8")
    figures = {"local.trial": 0.91, "local": 0.90}
    assert train_local(fitted, lambda path: figures[path.name], local, local)
    assert (local / "mark").read_text(encoding="utf-8") == "new"
    assert (tmp_path / "local.previous" / "mark").read_text(encoding="utf-8") == "old"


def test_a_worse_model_is_thrown_away(tmp_path: Path) -> None:
    shipped, local = tmp_path / "shipped", tmp_path / "local"
    shipped.mkdir()
    assert not train_local(fitted, lambda path: 0.8 if "trial" in path.name else 0.9, shipped, local)
    assert not local.exists()
    assert not (tmp_path / "local.trial").exists()
