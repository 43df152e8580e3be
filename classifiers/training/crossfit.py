"""Scores every example by models that never saw its author's batch."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.components.features import Batch
from classifiers.components.linear import Floats, pooled
from classifiers.components.stacking import inputs
from classifiers.labels import LABELS
from classifiers.training.joint import Joint, Settings, select, train

Progress = Callable[[str, float], None]
"""Called with what is being done and the share of the whole that is done, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class OutOfFold:
    """Scores of message and pooled sentences per example, and the fold each fell in."""

    mail: Floats
    pool: Floats
    fold: NDArray[np.int64]

    def stack(self, followup: Floats) -> Floats:
        """Return the inputs of the last layer."""
        return inputs(self.mail, self.pool, followup)


def scores(joint: Joint, batch: Batch) -> tuple[Floats, Floats]:
    """Return the scores of messages (bias included) and of their sentences pooled."""
    pool, _ = pooled(joint.sentence.scores(batch.sentences), batch.owner, batch.mails[0].height)
    return joint.mail.scores(batch.mails) + joint.bias, pool


def crossfit(
    batch: Batch,
    target: NDArray[np.bool_],
    fold: NDArray[np.int64],
    settings: Settings,
    progress: Progress,
) -> OutOfFold:
    """Train once per fold on the others, and score the fold."""
    mail = np.zeros((len(target), len(LABELS)), np.float32)
    pool = np.zeros_like(mail)
    numbers = np.unique(fold)
    for done, k in enumerate(numbers):
        inside, outside = np.flatnonzero(fold == k), np.flatnonzero(fold != k)
        joint = train(select(batch, outside), target[outside], settings)
        mail[inside], pool[inside] = scores(joint, select(batch, inside))
        progress(f"cross-fitting, part {done + 1} of {len(numbers)}", (done + 1) / len(numbers))
    return OutOfFold(mail, pool, fold)
