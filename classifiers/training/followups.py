"""Trains the follow-up model: the same joint model as for requests, over more tables."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.components.features import Batch
from classifiers.components.followup_classifier import batch_for, chances
from classifiers.components.joint import JointModel, View, scores_of
from classifiers.components.lexicon import shipped
from classifiers.components.linear import Floats
from classifiers.labels import FOLLOWUPS
from classifiers.training.corpus import Example
from classifiers.training.joint import Settings, select, train

BASE: Final = Settings(View((), ()), (), (), mail_c=30.0, sentence_c=60.0, mail_rarity=3, sentence_rarity=2)
VIEWS: Final = (
    replace(BASE, view=View((0, 3, 4, 6), (0,)), mail_shares=(1.0, 0.1, 0.3, 0.3), sentence_shares=(1.0,)),
    replace(
        BASE,
        view=View((1, 2, 3, 4, 5, 6), (1, 2, 3)),
        mail_shares=(0.7, 0.7, 0.2, 0.4, 0.5, 0.3),
        sentence_shares=(0.7, 0.7, 0.7),
    ),
)
"""One model by the characters of the new text and one by its words, concepts and what they answer; both know the earlier
message and what is newly asked. The tables are those of `batch_for`, in its order."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """The follow-up model, and its chances for every example by models that never saw the example's batch."""

    views: tuple[JointModel, ...]
    chances: Floats
    right: NDArray[np.bool_]


def tables(examples: list[Example], asked: Floats) -> Batch:
    """Return the tables of follow-up examples; `asked` are their request probabilities, out of fold."""
    return batch_for([e.text for e in examples], [e.previous for e in examples], asked, shipped())


def fit(examples: list[Example], asked: Floats, fold: NDArray[np.int64]) -> Fitted:
    """Fit the model on all examples, and once per fold on the others."""
    batch = tables(examples, asked)
    number = np.array([FOLLOWUPS.index(e.followup or "none") for e in examples])
    target = np.eye(len(FOLLOWUPS), dtype=bool)[number]
    found = np.zeros((len(examples), len(FOLLOWUPS)), np.float32)
    for k in np.unique(fold):
        inside, outside = np.flatnonzero(fold == k), np.flatnonzero(fold != k)
        models = _trained(select(batch, outside), target[outside])
        found[inside] = chances(scores_of(models, select(batch, inside)).mean(axis=0))
    return Fitted(_trained(batch, target), found, found.argmax(axis=1) == number)


def _trained(batch: Batch, target: NDArray[np.bool_]) -> tuple[JointModel, ...]:
    return tuple(train(batch, target, settings) for settings in VIEWS)
