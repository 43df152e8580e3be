"""Trains the follow-up model."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from classifiers.components.features import Table
from classifiers.components.followup_classifier import tables_of
from classifiers.components.lexicon import Lexicon
from classifiers.components.linear import Floats, LinearModel, Weights
from classifiers.labels import FOLLOWUPS
from classifiers.training.corpus import Example
from classifiers.training.joint import blocks_for, matrix, subset

SHARES: Final = (1.0, 0.5, 1.0, 0.25, 1.0, 1.0)
RARITY: Final = 2
INVERSE_REGULARISATION: Final = 20.0


def tables(examples: list[Example], lexicon: Lexicon) -> tuple[Table, ...]:
    """Return the tables of follow-up examples."""
    return tables_of([e.text for e in examples], [e.previous for e in examples], lexicon)


def fit(data: tuple[Table, ...], labels: list[str]) -> tuple[LinearModel, Floats]:
    """Return the follow-up model and its bias."""
    blocks = blocks_for(data, SHARES, RARITY)
    number = np.array([FOLLOWUPS.index(label) for label in labels])
    model = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=300, class_weight="balanced")
    model.fit(matrix(blocks, data), number)
    weights = np.zeros((model.coef_.shape[1], len(FOLLOWUPS)), np.float32)
    bias = np.full(len(FOLLOWUPS), -20.0, np.float32)
    coefficients, intercepts = _per_class(model)
    weights[:, model.classes_] = coefficients.T
    bias[model.classes_] = intercepts
    sizes = np.cumsum([len(block.keys) for block in blocks])[:-1]
    return LinearModel(blocks, [Weights.packed(w) for w in np.split(weights, sizes)], len(FOLLOWUPS)), bias


def _per_class(model: LogisticRegression) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return one row of coefficients per class; with two classes scikit-learn keeps only one row."""
    if len(model.classes_) == 2:
        return np.vstack([-model.coef_ / 2, model.coef_ / 2]), np.concatenate(
            [-model.intercept_ / 2, model.intercept_ / 2]
        )
    return model.coef_, model.intercept_


def probabilities(model: LinearModel, bias: Floats, data: tuple[Table, ...]) -> Floats:
    """Return one row of probabilities per example."""
    logits = model.scores(data) + bias
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float32)


def rows(data: tuple[Table, ...], keep: NDArray[np.int64]) -> tuple[Table, ...]:
    """Return only these rows of every table."""
    return tuple(subset(table, keep) for table in data)
