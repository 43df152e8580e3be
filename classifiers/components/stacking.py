"""The last layer: scores of message and sentences to calibrated probabilities, and the chance that a whole set is right."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from classifiers.components.linear import Floats
from classifiers.labels import LABELS

CLIP = 12.0


def inputs(mail: Floats, pool: Floats, followup: Floats) -> Floats:
    """Return the inputs of the last layer: both scores per label, what stands out, and what kind of message it is."""
    total = np.clip(mail + pool, -CLIP, CLIP)
    ordered = np.sort(total, axis=1)[:, ::-1]
    flag = followup[:, None]
    parts = [total, np.clip(pool, -CLIP, CLIP), ordered[:, :3], flag, flag * total]
    return np.concatenate(parts, axis=1).astype(np.float32)


@dataclass(slots=True)
class Stacker:
    """One logistic layer over the inputs, one column per label, with means and spreads of the inputs."""

    mean: Floats
    spread: Floats
    weights: Floats
    bias: Floats
    confidence: Floats
    confidence_bias: float

    @classmethod
    def identity(cls) -> "Stacker":
        """Return the layer that only squashes each label's own score; it is never confident."""
        size = 3 * len(LABELS) + 4
        weights = np.zeros((size, len(LABELS)), np.float32)
        weights[: len(LABELS)] = np.eye(len(LABELS))
        zeros = np.zeros(size, np.float32)
        return cls(
            zeros, zeros + 1, weights, np.zeros(len(LABELS), np.float32), np.zeros(0, np.float32), -9.0
        )

    def probabilities(self, stack: Floats) -> Floats:
        """Return one calibrated probability per row and label."""
        logits = ((stack - self.mean) / self.spread) @ self.weights + self.bias
        return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), np.float32)

    def certainty(self, signs: Floats) -> Floats:
        """Return the chance that the whole set is right, per row of `certainty_signs`."""
        if not len(self.confidence):
            return np.zeros(len(signs), np.float32)
        logits = signs @ self.confidence + self.confidence_bias
        return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), np.float32)

    def to_dict(self) -> dict[str, Any]:
        """Return plain arrays for msgpack."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Stacker":
        """Read what `to_dict` gave."""
        fields = {
            name: np.asarray(data[name], np.float32) for name in cls.__slots__ if name != "confidence_bias"
        }
        return cls(**fields, confidence_bias=float(data["confidence_bias"]))


def certainty_signs(
    probabilities: Floats, thresholds: Floats, chosen: Any, stack: Floats, extra: Floats
) -> Floats:
    """Return what tells a sure answer from an unsure one, per row.

    `chosen` holds the decided set as truth values; `extra` is one column (1 for a language other than Dutch).
    """
    eps = 1e-4
    p = np.clip(probabilities, eps, 1 - eps)
    distance = np.abs(np.log(p / (1 - p)) - np.log(thresholds / (1 - thresholds)))
    nearest = np.sort(distance, axis=1)[:, :3]
    right = np.where(chosen, p, 1 - p)
    joint = np.log(right).sum(axis=1, keepdims=True)
    number = chosen.sum(axis=1, keepdims=True).astype(np.float32)
    weakest = np.where(chosen, p, 1.0).min(axis=1, keepdims=True)
    strongest_out = np.where(chosen, 0.0, p).max(axis=1, keepdims=True)
    is_other = chosen[:, -1:].astype(np.float32)
    top = stack[:, 2 * len(LABELS) : 2 * len(LABELS) + 3] / CLIP
    parts = [nearest, joint, number, weakest, strongest_out, is_other, is_other * nearest[:, :1], top, extra]
    return np.concatenate(parts, axis=1).astype(np.float32)
