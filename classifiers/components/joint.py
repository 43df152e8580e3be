"""A message's score for a label: its own, plus a soft maximum over those of its sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.components.features import Batch, Table
from classifiers.components.linear import Floats, LinearModel


@dataclass(frozen=True, slots=True)
class View:
    """Which tables of a batch a model reads, by their place, of messages and of sentences."""

    mail: tuple[int, ...]
    sentence: tuple[int, ...]

    def of(self, batch: Batch) -> tuple[tuple[Table, ...], tuple[Table, ...]]:
        """Return the tables of messages and of sentences that the model reads."""
        return tuple(batch.mails[i] for i in self.mail), tuple(batch.sentences[i] for i in self.sentence)


@dataclass(frozen=True, slots=True)
class JointModel:
    """A trained model over one view: linear scores of messages and of sentences, and a constant per label."""

    view: View
    mail: LinearModel
    sentence: LinearModel
    bias: Floats

    def scores(self, batch: Batch) -> tuple[Floats, Floats]:
        """Return the score of every message and of every sentence for every label."""
        mails, sentences = self.view.of(batch)
        of_sentences = self.sentence.scores(sentences)
        pool, _ = pooled(of_sentences, batch.owner, batch.mails[0].height)
        return self.mail.scores(mails) + pool + self.bias, of_sentences

    def to_dict(self) -> dict[str, Any]:
        """Return plain arrays and numbers for msgpack."""
        return {
            "view": [list(self.view.mail), list(self.view.sentence)],
            "mail": self.mail.to_dict(),
            "sentence": self.sentence.to_dict(),
            "bias": self.bias,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "JointModel":
        """Read what `to_dict` gave."""
        mail, sentence = data["view"]
        return cls(
            View(tuple(mail), tuple(sentence)),
            LinearModel.from_dict(data["mail"]),
            LinearModel.from_dict(data["sentence"]),
            np.asarray(data["bias"], np.float32),
        )


def scores_of(models: Sequence[JointModel], batch: Batch) -> Floats:
    """Return the scores of messages by model, message and label."""
    return np.array([model.scores(batch)[0] for model in models], np.float32)


def pooled(scores: Floats, owner: NDArray[np.int64], height: int) -> tuple[Floats, Floats]:
    """Combine the scores of sentences per message by a soft maximum.

    Returns the pooled score per message and each sentence's share in it.
    """
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    ids = owner[starts]
    top = np.zeros((height, scores.shape[1]), np.float32)
    total = np.ones((height, scores.shape[1]), np.float32)
    if len(starts):
        top[ids] = np.maximum.reduceat(scores, starts)
        shifted = np.exp(scores - top[owner])
        total[ids] = np.add.reduceat(shifted, starts)
        return top + np.log(total), shifted / total[owner]
    return top, np.zeros_like(scores)
