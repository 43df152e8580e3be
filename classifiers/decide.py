"""From probabilities to a decision: which labels hold, and whether a machine may rely on them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from classifiers.labels import LABELS, OTHER, REQUEST_LABELS

LIKELY: Final = 0.5
CONFIG: Final = Path(__file__).parent.parent / "config" / "classifier.toml"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where probability becomes decision.

    `labels` gives per request label the probability from which it holds; `confident` the chance that the whole set is right
    from which a machine may rely on it; `followup_confident` the same for the follow-up label.
    """

    labels: Mapping[str, float]
    confident: float
    followup_confident: float

    def row(self) -> NDArray[np.float32]:
        """Return the label thresholds in the guide's order; `other` has the neutral one."""
        return np.array([self.labels.get(label, 0.5) for label in LABELS], np.float32)

    def to_dict(self) -> dict[str, Any]:
        """Return a plain dictionary, rounded, as it stands in config and in the model's meta."""
        return {
            "labels": {label: round(float(self.labels[label]), 3) for label in REQUEST_LABELS},
            "confident": round(float(self.confident), 4),
            "followup_confident": round(float(self.followup_confident), 4),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Thresholds":
        """Read what `to_dict` gave.

        Raises:
            ValueError: a label or a value is missing or not between 0 and 1.
        """
        labels = {label: float(data.get("labels", {}).get(label, -1)) for label in REQUEST_LABELS}
        found = cls(labels, float(data.get("confident", -1)), float(data.get("followup_confident", -1)))
        for name, value in [
            *labels.items(),
            ("confident", found.confident),
            ("followup_confident", found.followup_confident),
        ]:
            if not 0 < value < 1:
                raise ValueError(f"threshold {name} must lie between 0 and 1")
        return found


def read_thresholds(path: Path = CONFIG) -> Thresholds | None:
    """Return the thresholds of a config file, or None where there is no such file or table.

    Raises:
        ValueError: the file is not valid TOML, or a threshold is missing or out of range.
    """
    if not path.is_file():
        return None
    with path.open("rb") as file:
        table = tomllib.load(file).get("thresholds")
    return None if table is None else Thresholds.from_dict(table)


def choose(probabilities: NDArray[np.float32], thresholds: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return per row the labels that hold: those over their threshold, else the likeliest.

    `other` stands alone, and does so too where it is likely and likelier than every request.
    """
    chosen = probabilities >= thresholds
    other = probabilities[:, LABELS.index(OTHER)]
    chosen[(other > LIKELY) & (other > probabilities[:, : len(REQUEST_LABELS)].max(axis=1))] = False
    chosen[:, LABELS.index(OTHER)] = False
    empty = np.flatnonzero(~chosen.any(axis=1))
    relative = probabilities[empty] / thresholds
    chosen[empty, relative.argmax(axis=1)] = True
    return np.asarray(chosen, bool)
