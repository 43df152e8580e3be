"""The training recipe: corpus in, model directory with its card out. The same corpus and seed give the same model."""

import platform
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
import spacy
import srsly
from numpy.typing import NDArray

from classifiers.components.followup_classifier import FollowupClassifier
from classifiers.components.joint import JointModel
from classifiers.components.request_classifier import RequestClassifier
from classifiers.decide import Thresholds
from classifiers.pipeline import COMPONENTS
from classifiers.training import corpus, corrections, followups
from classifiers.training.calibrate import Calibration, as_thresholds, bar_for, calibrate, score
from classifiers.training.card import CARD, card_text
from classifiers.training.corpus import Example
from classifiers.training.crossfit import VIEWS, OutOfFold, Progress, crossfit, training_data
from classifiers.training.followups import Fitted
from classifiers.training.settings import TrainingConfig

VERSION: Final = "1.0.0"
NAME: Final = "privacy_requests"


@dataclass(frozen=True, slots=True)
class Trained:
    """What training gave: where the model lies, the thresholds it would choose, and what was measured out of fold."""

    path: Path
    thresholds: Thresholds
    metrics: dict[str, float]
    seconds: float


def silent(what: str, share: float) -> None:
    """Report progress to nobody."""


def train(config: TrainingConfig, progress: Progress = silent) -> Trained:
    """Train on everything but the held-back part, and write the model with its card.

    Raises:
        ValueError: a corpus line or a correction is not valid.
        OSError: the corpus cannot be read or the model not written.
    """
    started = time.monotonic()
    np.random.seed(config.seed)
    examples = corpus.load(corpus.files(config.corpus))
    if config.corrections is not None:
        examples += corrections.as_examples(corrections.read(config.corrections))
    progress(f"reading {len(examples)} examples", 0.02)
    data, fold = training_data(examples, config.seed), corpus.folds(examples, config.folds)
    held = crossfit(data, fold, VIEWS, lambda what, share: progress(what, 0.05 + 0.65 * share))
    calibration, real = _calibrated(examples, data.target, held, config.precision)
    progress("training on everything", 0.72)
    views = tuple(data.fit(np.arange(len(examples)), settings) for settings in VIEWS)
    progress("follow-ups", 0.9)
    which = np.flatnonzero([examples[i].kind == "followup" for i in real])
    answers = [examples[i] for i in real[which]]
    follow = followups.fit(answers, calibration.probabilities[which], fold[real[which]])
    thresholds = as_thresholds(
        calibration, bar_for(follow.chances.max(axis=1), follow.right, config.precision)
    )
    shipped = np.array([examples[i].source != corrections.SOURCE for i in real])
    metrics = _metrics(calibration, data.target[real], shipped)
    metrics["followup_accuracy"] = float(follow.right[shipped[which]].mean())
    _write(config, views, calibration, follow, thresholds, metrics, len(examples))
    progress("written", 1.0)
    return Trained(config.output, thresholds, metrics, time.monotonic() - started)


def _calibrated(
    examples: list[Example], target: NDArray[np.bool_], held: OutOfFold, precision: float
) -> tuple[Calibration, NDArray[np.int64]]:
    """Calibrate on whole messages only; single sentences are not what the model will be asked about."""
    real = np.flatnonzero([e.kind in {"mail", "followup"} for e in examples])
    kind = np.array([[e.language != "nl", e.kind == "followup"] for e in examples], np.float32)
    return calibrate(held.scores[:, real], target[real], held.fold[real], kind[real], precision), real


def _metrics(
    calibration: Calibration, target: NDArray[np.bool_], counted: NDArray[np.bool_]
) -> dict[str, float]:
    """Measure on the messages that count: a local model is compared on the corpus, not on what staff corrected."""
    target, chosen = target[counted], calibration.chosen[counted]
    right = (chosen == target).all(axis=1)
    sure = calibration.certainty[counted] >= calibration.confident
    exact = float(right.mean())
    return {
        "macro_f1": score(target, chosen) - exact,
        "exact": exact,
        "confident_coverage": float(sure.mean()),
        "confident_precision": float(right[sure].mean()) if sure.any() else 1.0,
    }


def _write(
    config: TrainingConfig,
    views: tuple[JointModel, ...],
    calibration: Calibration,
    follow: Fitted,
    thresholds: Thresholds,
    metrics: dict[str, float],
    examples: int,
) -> None:
    """Write the pipeline, its meta and its card."""
    nlp = spacy.blank("nl", config={"nlp": {"tokenizer": {"@tokenizers": "mail_tokenizer"}}})
    for name in COMPONENTS:
        nlp.add_pipe(name)
    request = cast(RequestClassifier, nlp.get_pipe("request_classifier"))
    answer = cast(FollowupClassifier, nlp.get_pipe("followup_classifier"))
    request.views, request.certainty = views, calibration.model
    answer.views = follow.views
    digest = corpus.corpus_hash(config.corpus)
    nlp.meta.update(
        {
            "name": NAME,
            "version": f"{VERSION}+{digest[:8]}",
            "description": "Which privacy rights a Dutch e-mail invokes",
            "license": "EUPL-1.2",
            "thresholds": thresholds.to_dict(),
            "performance": {name: round(value, 4) for name, value in metrics.items()},
        }
    )
    config.output.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(config.output)
    card: dict[str, Any] = {
        "corpus_sha256": digest,
        "examples": examples,
        "seed": config.seed,
        "folds": config.folds,
        "versions": {
            "python": platform.python_version(),
            "spacy": version("spacy"),
            "numpy": version("numpy"),
        },
        "out_of_fold": {name: round(value, 4) for name, value in metrics.items()},
    }
    srsly.write_json(config.output / CARD, card)
    (config.output / "CARD.md").write_text(card_text(card, nlp.meta["version"]), encoding="utf-8")
