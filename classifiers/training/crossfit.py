"""Scores every example by models that never saw its author's batch."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.components.features import Batch, batch_of
from classifiers.components.joint import JointModel, View
from classifiers.components.lexicon import shipped
from classifiers.components.linear import Floats
from classifiers.training.augment import noisy
from classifiers.training.corpus import Example, targets
from classifiers.training.joint import Settings, joined, select, train

NOISE_SHARE: Final = 0.2
NOISE_IMPORTANCE: Final = 0.3

Progress = Callable[[str, float], None]
"""Called with what is being done and the share of the whole that is done, from 0 to 1."""


VIEWS: Final = (
    Settings(View((0,), (0,)), (2.0,), (2.0,)),
    Settings(View((1, 2), (1, 2, 3)), (1.5, 1.5), (1.0, 1.5, 1.0)),
)
"""Two models of the same messages, one by characters and one by words and concepts: their mean errs less than one model over
both, and where they differ the answer is doubtful."""


@dataclass(frozen=True, slots=True)
class OutOfFold:
    """Scores per view, example and label, and the fold each example fell in."""

    scores: Floats
    fold: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TrainingData:
    """The tables and targets of all examples, and of noisy copies of some: `copied` says of which."""

    batch: Batch
    target: NDArray[np.bool_]
    noise: Batch
    copied: NDArray[np.int64]

    def fit(self, keep: NDArray[np.int64], settings: Settings) -> JointModel:
        """Train on these examples and the noisy copies of them."""
        copies = np.flatnonzero(np.isin(self.copied, keep))
        batch = joined(select(self.batch, keep), select(self.noise, copies))
        target = np.concatenate([self.target[keep], self.target[self.copied[copies]]])
        importance = np.concatenate([np.ones(len(keep)), np.full(len(copies), NOISE_IMPORTANCE)])
        return train(batch, target, settings, importance)


def training_data(examples: list[Example], seed: int) -> TrainingData:
    """Compute the tables of examples and of noisy copies of one in five."""
    random = np.random.default_rng(seed)
    count = int(len(examples) * NOISE_SHARE)
    copied = np.sort(random.choice(len(examples), count, replace=False))
    batch, _ = batch_of([e.text for e in examples], shipped())
    noise, _ = batch_of([noisy(examples[i], random).text for i in copied], shipped())
    return TrainingData(batch, targets(examples), noise, copied)


def crossfit(
    data: TrainingData, fold: NDArray[np.int64], views: tuple[Settings, ...], progress: Progress
) -> OutOfFold:
    """Train once per fold on the others (and the noisy copies of the others), and score the fold."""
    scores = np.zeros((len(views), *data.target.shape), np.float32)
    numbers = np.unique(fold)
    for done, k in enumerate(numbers):
        inside, outside = np.flatnonzero(fold == k), np.flatnonzero(fold != k)
        unseen = select(data.batch, inside)
        for number, settings in enumerate(views):
            scores[number, inside], _ = data.fit(outside, settings).scores(unseen)
        progress(f"cross-fitting, part {done + 1} of {len(numbers)}", (done + 1) / len(numbers))
    return OutOfFold(scores, fold)
