"""How likely is it that a whole set of labels is right? Judged by how clear each view is, and how well they agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from classifiers.components.linear import Floats
from classifiers.decide import choose

CLIP: Final = 12.0
SIGNS: Final = 9
"""Signs per view, and per mean of the views."""
Truth = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Certainty:
    """A logistic model over signs and their products two by two: doubt is one weak sign that another does not lift."""

    mean: Floats
    spread: Floats
    weights: Floats
    bias: float

    @classmethod
    def never(cls) -> "Certainty":
        """Return the model that is sure of nothing."""
        return cls(np.zeros(0, np.float32), np.ones(0, np.float32), np.zeros(0, np.float32), -9.0)

    def of(self, signs: Floats) -> Floats:
        """Return the chance that the whole set is right, per row of `signs`."""
        if not len(self.weights):
            return squashed(np.full(len(signs), self.bias, np.float32))
        return squashed(products(signs, self.mean, self.spread) @ self.weights + self.bias)

    def to_dict(self) -> dict[str, Any]:
        """Return plain arrays for msgpack."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Certainty":
        """Read what `to_dict` gave."""
        mean, spread, weights = (np.asarray(data[name], np.float32) for name in ("mean", "spread", "weights"))
        return cls(mean, spread, weights, float(data["bias"]))


def products(signs: Floats, mean: Floats, spread: Floats) -> Floats:
    """Return the standardised signs, followed by their products two by two (squares included)."""
    x = (signs - mean) / spread
    first, second = np.triu_indices(x.shape[1])
    return np.concatenate([x, x[:, first] * x[:, second]], axis=1)


def certainty_signs(scores: Floats, thresholds: Floats, chosen: Truth, kind: Floats) -> Floats:
    """Return what tells a sure answer from an unsure one, per message.

    `scores` holds views, messages and labels; `chosen` the decided sets; `kind` what else is known of each message (a
    language other than Dutch, a running case).
    """
    columns = [_clearness(view, thresholds, chosen) for view in (scores.mean(axis=0), *scores)]
    agree = [(choose(squashed(view), thresholds) == chosen).all(axis=1)[:, None] for view in scores]
    number = chosen.sum(axis=1, keepdims=True)
    return np.concatenate([*columns, *agree, number, chosen[:, -1:], kind], axis=1).astype(np.float32)


def _clearness(scores: Floats, thresholds: Floats, chosen: Truth) -> Floats:
    """Return how far the labels lie from their thresholds, how likely the set is, its weakest label, the strongest one
    left out, and the three highest scores."""
    p = np.clip(squashed(scores), 1e-4, 1 - 1e-4)
    distance = np.abs(np.log(p / (1 - p)) - np.log(thresholds / (1 - thresholds)))
    signs = np.empty((len(p), SIGNS), np.float32)
    signs[:, :3] = np.sort(distance, axis=1)[:, :3]
    signs[:, 3] = np.maximum(np.log(np.where(chosen, p, 1 - p)).sum(axis=1), -CLIP)
    signs[:, 4] = np.where(chosen, p, 1.0).min(axis=1)
    signs[:, 5] = np.where(chosen, 0.0, p).max(axis=1)
    signs[:, 6:] = np.sort(np.clip(scores, -CLIP, CLIP), axis=1)[:, ::-1][:, :3]
    return signs


def squashed(scores: Floats) -> Floats:
    """Return scores as probabilities."""
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30))), np.float32)
