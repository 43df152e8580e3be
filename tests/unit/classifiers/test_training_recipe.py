"""The recipe and the evaluation on a small corpus: same seed same model, held-back part never read, floors that fail."""

import json
from pathlib import Path

import numpy as np
import pytest

import classifiers
from classifiers.training import corpus
from classifiers.training.calibrate import bar_for, curve
from classifiers.training.card import development_figure
from classifiers.training.corrections import candidate
from classifiers.training.evaluate import BelowFloor, calibration_error, evaluate
from classifiers.training.recipe import train
from classifiers.training.settings import Floors, TrainingConfig, read_floors, read_training, with_thresholds

ASKS = {
    "access": "Graag ontvang ik een kopie van mijn dossier nummer {i}.",
    "erasure": "Verwijder mijn account {i} uit uw systeem.",
    "unsubscribe": "Meld mij af voor de nieuwsbrief {i}.",
    "other": "De vergadering van dinsdag {i} gaat niet door.",
}
FOLLOWS = {
    "identification": "Mijn geboortedatum is {i} april 1980.",
    "status_inquiry": "Hoe staat het met verzoek {i}?",
    "none": "Bedankt voor de snelle reactie {i}.",
}


def write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("corpus")
    mails = [
        {"id": f"m{i}{label}", "mailbox": "vng", "subject": "", "body": text.format(i=i), "labels": [label], "lang": "nl",
         "batch": i % 10}
        for i in range(30)
        for label, text in ASKS.items()
    ]  # fmt: skip
    follow = [
        {"id": f"f{i}{label}", "mailbox": "vng", "subject": "Re: x", "body": text.format(i=i),
         "previous": "Wat is uw geboortedatum?",
         "case_type": ["access"], "labels": ["other"], "followup": label, "lang": "nl", "batch": i % 10}
        for i in range(20)
        for label, text in FOLLOWS.items()
    ]  # fmt: skip
    write(place / "a1.jsonl", mails)
    write(place / "followups1.jsonl", follow)
    write(place / "heldback.jsonl", [{**row, "id": f"h{row['id']}"} for row in mails[:40]])
    return place


@pytest.fixture(scope="module")
def model(directory: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    seen: list[float] = []
    out = tmp_path_factory.mktemp("model")
    train(TrainingConfig(corpus=directory, output=out, folds=3), lambda what, share: seen.append(share))
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    return out


def test_training_gives_a_model_that_loads_and_understands(model: Path) -> None:
    judge = classifiers.load(model)
    verdict = judge.classify(
        [classifiers.Message("1", "vng", "", "Verwijder mijn account 99 uit uw systeem.")]
    )[0]
    assert verdict.labels == ("erasure",)


def test_the_same_corpus_and_seed_give_the_same_bytes(model: Path, directory: Path, tmp_path: Path) -> None:
    train(TrainingConfig(corpus=directory, output=tmp_path / "again", folds=3))
    for name in (
        "request_classifier/request.msgpack.zz",
        "followup_classifier/followup.msgpack.zz",
        "card.json",
    ):
        assert (model / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def test_a_model_with_corrections_is_compared_on_the_corpus_alone(
    model: Path, directory: Path, tmp_path: Path
) -> None:
    wrong = [candidate(f"k{i}", "vng", "", f"Verwijder mijn account {i} uit uw systeem.", ("access",), "m") for i in range(20)]  # fmt: skip
    lines = tmp_path / "corrections.jsonl"
    lines.write_text("\n".join(c.to_line() for c in wrong), encoding="utf-8")
    train(TrainingConfig(corpus=directory, output=tmp_path / "local", folds=3, corrections=lines))
    card = json.loads((tmp_path / "local" / "card.json").read_text())
    assert card["examples"] == json.loads((model / "card.json").read_text())["examples"] + 20
    assert development_figure(tmp_path / "local") < development_figure(model)
    (tmp_path / "local" / "card.json").write_text("{}")
    with pytest.raises(ValueError, match=r"card\.json"):
        development_figure(tmp_path / "local")


def test_the_held_back_part_is_never_read_for_training(directory: Path) -> None:
    assert [path.name for path in corpus.files(directory)] == ["a1.jsonl", "followups1.jsonl"]
    assert [path.name for path in corpus.files(directory, held_back=True)] == ["heldback.jsonl"]


def test_no_held_back_mail_stands_in_the_training_part() -> None:
    def bodies(held_back: bool) -> set[str]:
        return {
            " ".join(e.text.body.split())
            for e in corpus.load(corpus.files(held_back=held_back))
            if len(e.text.body.split()) > 6
        }

    assert not bodies(True) & bodies(False)


def test_the_card_changes_with_the_corpus(directory: Path, tmp_path: Path) -> None:
    before = corpus.corpus_hash(directory)
    write(tmp_path / "a1.jsonl", [])
    assert corpus.corpus_hash(tmp_path) != before


def test_evaluation_measures_draws_and_fails_below_the_floor(
    model: Path, directory: Path, tmp_path: Path
) -> None:
    chart = tmp_path / "chart.svg"
    report = evaluate(directory, model, Floors(0.1, 0.5, 0.5, 0.1), chart)
    assert report.count == 40
    assert report.exact > 0.9
    assert "macro-F1" in report.text()
    assert "threshold costs" in report.text()
    assert chart.read_text(encoding="utf-8").lstrip().startswith("<?xml")
    with pytest.raises(BelowFloor, match="macro_f1"):
        evaluate(directory, model, Floors(0.99, 0.0, 0.0, 0.0))


def test_calibration_error_is_the_gap_between_chance_and_truth() -> None:
    sure = np.array([[0.95], [0.95], [0.05], [0.05]])
    truth = np.array([[True], [False], [False], [False]])
    assert calibration_error(sure, truth) == pytest.approx(0.25)


def test_the_bar_is_the_lowest_certainty_that_keeps_the_precision() -> None:
    certainty = np.linspace(1, 0, 100).astype(np.float32)
    right = np.arange(100) < 60
    assert bar_for(certainty, right, 1.0) == pytest.approx(float(certainty[59]))
    assert bar_for(certainty, ~right, 0.99) == 0.999
    assert curve(certainty, right, (0.6,))[0]["precision"] == 1.0


def test_config_declares_what_training_reads() -> None:
    assert read_training().folds >= 2
    assert 0 < read_floors().macro_f1 < 1


def test_new_thresholds_are_written_without_touching_the_rest() -> None:
    from classifiers.decide import CONFIG, read_thresholds

    text = CONFIG.read_text(encoding="utf-8")
    found = read_thresholds()
    assert found is not None
    assert with_thresholds(text, found) == text


def test_a_line_with_an_unknown_label_is_named(tmp_path: Path) -> None:
    write(
        tmp_path / "a.jsonl",
        [{"id": "1", "mailbox": "vng", "subject": "", "body": "x", "labels": ["inzage"]}],
    )
    with pytest.raises(ValueError, match=r"a\.jsonl, line 1"):
        corpus.load(corpus.files(tmp_path))
