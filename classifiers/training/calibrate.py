"""Turns out-of-fold scores into calibrated probabilities, thresholds, and the chance that a whole set is right."""

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from classifiers.components.certainty import Certainty, certainty_signs, products
from classifiers.components.linear import Floats
from classifiers.components.request_classifier import probabilities
from classifiers.decide import Thresholds, choose
from classifiers.labels import LABELS, REQUEST_LABELS

CERTAINTY_C: Final = 0.003
GRID: Final = (0.25, 0.3, 0.35, 0.45, 0.5, 0.55)
START: Final = 0.4
Truth = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Thresholds and certainty, with what was measured out of fold while fitting them."""

    model: Certainty
    thresholds: Floats
    confident: float
    probabilities: Floats
    certainty: Floats
    chosen: Truth


def score(target: Truth, chosen: Truth) -> float:
    """Return macro-F1 plus the share of exactly right sets."""
    both = (target & chosen).sum(axis=0)
    f1 = 2 * both / np.maximum(target.sum(axis=0) + chosen.sum(axis=0), 1)
    return float(f1.mean() + (target == chosen).all(axis=1).mean())


def fit_thresholds(probabilities: Floats, target: Truth) -> Floats:
    """Choose a threshold per label from a narrow grid, by macro-F1 and exact sets together.

    A label leaves the common start only for a gain that is more than noise.
    """
    thresholds = np.full(len(LABELS), START, np.float32)
    best = score(target, choose(probabilities, thresholds))
    for i in range(len(REQUEST_LABELS)):
        for value in GRID:
            trial = thresholds.copy()
            trial[i] = value
            found = score(target, choose(probabilities, trial))
            if found > best + 0.0015:
                best, thresholds = found, trial
    return thresholds


def fit_certainty(signs: Floats, right: Truth) -> Certainty:
    """Fit the chance that a whole set is right from what tells a sure answer from an unsure one."""
    mean, spread = signs.mean(axis=0), signs.std(axis=0) + np.float32(1e-3)
    if right.all() or not right.any():  # nothing to learn from: only a very small corpus has this
        return replace(Certainty.never(), bias=4.0 if right.all() else -4.0)
    model = LogisticRegression(C=CERTAINTY_C, max_iter=1000).fit(products(signs, mean, spread), right)
    return Certainty(mean, spread, model.coef_[0].astype(np.float32), float(model.intercept_[0]))


def bar_for(certainty: Floats, right: Truth, precision: float) -> float:
    """Return the lowest certainty from which on the share of right answers stays at or above `precision`."""
    order = np.argsort(-certainty)
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(share >= precision)
    if not len(good) or good[-1] < 20:
        return 0.999
    return float(np.clip(certainty[order[good[-1]]], 0.05, 0.999))


def calibrate(
    scores: Floats, target: Truth, fold: NDArray[np.int64], kind: Floats, precision: float
) -> Calibration:
    """Choose thresholds and fit the certainty; everything measured in the result is out of fold.

    A further layer over all labels' scores was tried and cost two points of exact sets, since it learns that one right
    speaks against another (see docs/classifier.md).
    """
    chances = probabilities(scores)
    thresholds = fit_thresholds(chances, target)
    chosen = choose(chances, thresholds)
    right = (chosen == target).all(axis=1)
    signs = certainty_signs(scores, thresholds, chosen, kind)
    certainty = np.zeros(len(signs), np.float32)
    for k in np.unique(fold):
        inside = fold == k
        certainty[inside] = fit_certainty(signs[~inside], right[~inside]).of(signs[inside])
    bar = bar_for(certainty, right, precision)
    return Calibration(fit_certainty(signs, right), thresholds, bar, chances, certainty, chosen)


def as_thresholds(calibration: Calibration, followup_confident: float) -> Thresholds:
    """Return the thresholds as they stand in config."""
    labels = {label: float(calibration.thresholds[i]) for i, label in enumerate(REQUEST_LABELS)}
    return Thresholds(labels, calibration.confident, followup_confident)


def curve(certainty: Floats, right: Truth, points: tuple[float, ...]) -> list[dict[str, Any]]:
    """Return, for each share of messages answered alone, the certainty it takes and how many are right."""
    order = np.argsort(-certainty)
    found = []
    for share in points:
        count = max(1, round(share * len(order)))
        taken = order[:count]
        found.append(
            {
                "coverage": share,
                "certainty": float(certainty[taken[-1]]),
                "precision": float(right[taken].mean()),
            }
        )
    return found
