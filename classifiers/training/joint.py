"""Trains the joint model: a message's score is its own plus a soft maximum over those of its sentences."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from classifiers.components.features import BITS, Batch, Table
from classifiers.components.joint import JointModel, View, pooled
from classifiers.components.linear import Block, Floats, LinearModel, Weights
from classifiers.training.lbfgs import minimise

Shares = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """How the joint model is trained: which tables it reads and how much each counts, inverse regularisation of both
    parts, class balance, weight of a label that is one of several in its message (a model of single requests misses the
    second), passes, and how often a feature must be seen.
    """

    view: View
    mail_shares: Shares
    sentence_shares: Shares
    mail_c: float = 15.0
    sentence_c: float = 20.0
    balance: float = 0.5
    several: float = 4.0
    passes: int = 80
    mail_rarity: int = 3
    sentence_rarity: int = 4


def subset(table: Table, keep: NDArray[np.int64]) -> Table:
    """Return the rows in `keep` (increasing), renumbered."""
    renumber = np.full(table.height, -1, np.int64)
    renumber[keep] = np.arange(len(keep))
    rows = renumber[table.rows]
    known = rows >= 0
    return Table(rows[known], table.cols[known], table.counts[known], len(keep))


def select(batch: Batch, mails: NDArray[np.int64]) -> Batch:
    """Return the batch with only these messages and their sentences."""
    chosen = np.zeros(batch.mails[0].height, bool)
    chosen[mails] = True
    sentences = np.flatnonzero(chosen[batch.owner])
    renumber = np.cumsum(chosen) - 1
    return Batch(
        tuple(subset(t, np.flatnonzero(chosen)) for t in batch.mails),
        tuple(subset(t, sentences) for t in batch.sentences),
        renumber[batch.owner[sentences]],
        tuple(batch.spans[i] for i in sentences),
    )


def blocks_for(tables: tuple[Table, ...], shares: tuple[float, ...], rarity: int) -> list[Block]:
    """Choose the features of each block: those seen in at least `rarity` rows, with their rarity weight."""
    blocks = []
    for table, share in zip(tables, shares, strict=True):
        seen = np.bincount(table.cols, minlength=1 << BITS)
        keys = np.flatnonzero(seen >= rarity)
        idf = np.log((1 + table.height) / (1 + seen[keys])) + 1
        blocks.append(Block(keys.astype(np.uint32), idf.astype(np.float16).astype(np.float32), share))
    return blocks


def matrix(blocks: list[Block], tables: tuple[Table, ...]) -> Any:
    """Return the features of all blocks side by side as one sparse matrix."""
    parts = []
    for block, table in zip(blocks, tables, strict=True):
        rows, positions, values = block.transform(table)
        parts.append(sp.csr_matrix((values, (rows, positions)), shape=(table.height, len(block.keys))))
    return sp.hstack(parts).tocsr().astype(np.float32)


def train(
    batch: Batch,
    target: NDArray[np.bool_],
    settings: Settings,
    importance: NDArray[np.float64] | None = None,
    tick: Callable[[], None] = lambda: None,
) -> JointModel:
    """Fit the joint model by L-BFGS; deterministic for the same input."""
    mails, sentences = settings.view.of(batch)
    mail_blocks = blocks_for(mails, settings.mail_shares, settings.mail_rarity)
    sentence_blocks = blocks_for(sentences, settings.sentence_shares, settings.sentence_rarity)
    x_mail, x_sentence = matrix(mail_blocks, mails), matrix(sentence_blocks, sentences)
    objective = _Objective(x_mail, x_sentence, batch.owner, target, settings, importance)
    start = np.zeros(objective.size, np.float32)
    start[-target.shape[1] :] = -1.5
    solution = minimise(objective, start, settings.passes, tick)
    mail, sentence, bias = objective.split(solution)
    return JointModel(
        settings.view,
        _model(mail_blocks, mail, target.shape[1]),
        _model(sentence_blocks, sentence, target.shape[1]),
        bias.astype(np.float32),
    )


class _Objective:
    """Loss and gradient of the joint model."""

    def __init__(
        self,
        x_mail: Any,
        x_sentence: Any,
        owner: NDArray[np.int64],
        target: NDArray[np.bool_],
        settings: Settings,
        importance: NDArray[np.float64] | None,
    ) -> None:
        self.x_mail, self.x_sentence, self.owner = x_mail, x_sentence, owner
        self.mail_t, self.sentence_t = x_mail.T.tocsr(), x_sentence.T.tocsr()
        self.settings = settings
        self.sign = np.where(target, 1.0, -1.0).astype(np.float32)
        share = target.mean(axis=0).clip(1e-3, 1 - 1e-3)
        weight = np.where(target, (0.5 / share) ** settings.balance, (0.5 / (1 - share)) ** settings.balance)
        several = target & (target.sum(axis=1, keepdims=True) > 1)
        weight = np.where(several, weight * settings.several, weight)
        if importance is not None:
            weight = weight * importance[:, None]
        self.weight = weight.astype(np.float32)
        self.labels = target.shape[1]
        self.size = (x_mail.shape[1] + x_sentence.shape[1] + 1) * self.labels

    def split(self, x: Floats) -> tuple[Floats, Floats, Floats]:
        """Return views of the weights of messages, of sentences, and of the bias."""
        first = self.x_mail.shape[1] * self.labels
        mail = x[:first].reshape(-1, self.labels)
        sentence = x[first : -self.labels].reshape(-1, self.labels)
        return mail, sentence, x[-self.labels :]

    def __call__(self, x: Floats) -> tuple[float, Floats]:
        """Return loss and gradient at these weights."""
        mail, sentence, bias = self.split(x)
        pool, share = pooled(self.x_sentence @ sentence, self.owner, len(self.sign))
        margin = self.sign * (self.x_mail @ mail + pool + bias)
        c_mail, c_sentence = np.float32(self.settings.mail_c), np.float32(self.settings.sentence_c)
        loss = float((self.weight * np.logaddexp(0, -margin)).sum(dtype=np.float64))
        loss += float(np.einsum("ij,ij->", mail, mail, dtype=np.float64) / (2 * c_mail))
        loss += float(np.einsum("ij,ij->", sentence, sentence, dtype=np.float64) / (2 * c_sentence))
        pull = -self.weight * self.sign / (1 + np.exp(np.clip(margin, -60, 60)))
        gradient = np.empty_like(x)
        into_mail, into_sentence, into_bias = self.split(gradient)
        into_mail[:] = self.mail_t @ pull + mail / c_mail
        into_sentence[:] = self.sentence_t @ (pull[self.owner] * share) + sentence / c_sentence
        into_bias[:] = pull.sum(axis=0)
        return loss, gradient


def _model(blocks: list[Block], weights: Floats, labels: int) -> LinearModel:
    sizes = np.cumsum([len(block.keys) for block in blocks])[:-1]
    return LinearModel(blocks, [Weights.packed(part) for part in np.split(weights, sizes)], labels)


def joined(first: Batch, second: Batch) -> Batch:
    """Return two batches as one."""
    height = first.mails[0].height
    return Batch(
        tuple(_stacked(a, b) for a, b in zip(first.mails, second.mails, strict=True)),
        tuple(_stacked(a, b) for a, b in zip(first.sentences, second.sentences, strict=True)),
        np.concatenate([first.owner, second.owner + height]),
        first.spans + second.spans,
    )


def _stacked(a: Table, b: Table) -> Table:
    return Table(
        np.concatenate([a.rows, b.rows + a.height]),
        np.concatenate([a.cols, b.cols]),
        np.concatenate([a.counts, b.counts]),
        a.height + b.height,
    )
