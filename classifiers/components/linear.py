"""Linear scores over tables of features: TF-IDF per block, small integer weights, no code on disk."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from classifiers.components.features import BITS, Table

Floats = NDArray[np.float32]
LEVELS: Final = 127


@dataclass(slots=True)
class Block:
    """One kind of features: which buckets it knows, how rare each is, and how much the block counts for."""

    keys: NDArray[np.uint32]
    idf: Floats
    share: float
    _lookup: NDArray[np.int32] | None = None

    def lookup(self) -> NDArray[np.int32]:
        """Return bucket to position, -1 for buckets that are not known."""
        if self._lookup is None:
            self._lookup = np.full(1 << BITS, -1, np.int32)
            self._lookup[self.keys] = np.arange(len(self.keys), dtype=np.int32)
        return self._lookup

    def transform(self, table: Table) -> tuple[NDArray[np.int64], NDArray[np.int32], Floats]:
        """Return row, position and value of each known feature; a row's values have length √share."""
        positions = self.lookup()[table.cols]
        known = positions >= 0
        rows, positions = table.rows[known], positions[known]
        values = table.counts[known] * self.idf[positions]
        norms = np.sqrt(np.bincount(rows, values**2, minlength=table.height))
        values = values * (np.sqrt(self.share) / np.maximum(norms[rows], 1e-9))
        return rows, positions, values.astype(np.float32)


@dataclass(slots=True)
class Weights:
    """Weights per feature and label, kept as small integers with one scale per label."""

    values: NDArray[np.int8]
    scale: Floats

    @classmethod
    def packed(cls, weights: Floats) -> "Weights":
        """Round weights to integers; the largest of each label becomes 127."""
        scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / LEVELS
        return cls(np.rint(weights / scale).astype(np.int8), scale.astype(np.float32))


class LinearModel:
    """Blocks with their weights: tables in, one row of scores per row of the tables out."""

    def __init__(self, blocks: list[Block], weights: list[Weights], labels: int) -> None:
        """Take blocks and their weights, in the same order."""
        self.blocks = blocks
        self.weights = weights
        self.labels = labels

    def scores(self, tables: tuple[Table, ...]) -> Floats:
        """Return the score of every row for every label."""
        total = np.zeros((tables[0].height, self.labels), np.float32)
        for block, weights, table in zip(self.blocks, self.weights, tables, strict=True):
            rows, positions, values = block.transform(table)
            if not len(rows):
                continue
            starts = np.flatnonzero(np.diff(rows, prepend=-1))
            products = weights.values[positions].astype(np.float32)
            products *= values[:, None]
            total[rows[starts]] += np.add.reduceat(products, starts) * weights.scale
        return total

    def to_dict(self) -> dict[str, Any]:
        """Return plain arrays for msgpack."""
        return {
            "labels": self.labels,
            "blocks": [
                {
                    "gaps": np.diff(block.keys, prepend=np.uint32(0)).astype(np.uint32),
                    "idf": block.idf.astype(np.float16),
                    "share": float(block.share),
                    "weights": weights.values,
                    "scale": weights.scale,
                }
                for block, weights in zip(self.blocks, self.weights, strict=True)
            ],
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "LinearModel":
        """Read what `to_dict` gave."""
        blocks = [
            Block(np.cumsum(b["gaps"], dtype=np.uint32), b["idf"].astype(np.float32), float(b["share"]))
            for b in data["blocks"]
        ]
        weights = [
            Weights(np.asarray(b["weights"], np.int8), np.asarray(b["scale"], np.float32))
            for b in data["blocks"]
        ]
        return cls(blocks, weights, int(data["labels"]))
