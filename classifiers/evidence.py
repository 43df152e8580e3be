"""Which sentences of the body carry each label?"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.labels import LABELS, OTHER
from classifiers.verdict import Span

CLOSE: Final = 1.2
"""A sentence whose score lies this near below the best one's carries the label too."""
MOST: Final = 3


def evidence(
    labels: Sequence[str],
    spans: Sequence[Span],
    scores: NDArray[np.float32] | None,
    places: Sequence[Span],
) -> dict[str, tuple[Span, ...]]:
    """Return for each label but `other` the sentences that carry it, as offsets in the body.

    `spans` are the sentences' places in the own words (the subject first, with an empty place), `scores` one row per sentence
    and one column per label, `places` where the stretches of own words stand in the body.
    """
    if scores is None or len(spans) < 2:
        return {label: () for label in labels if label != OTHER}
    found = {}
    for label in labels:
        if label == OTHER:
            continue
        column = scores[1:, LABELS.index(label)]
        order = np.argsort(-column, kind="stable")[:MOST]
        carried = sorted(
            int(i)
            for i in order
            if column[i] >= column[order[0]] - CLOSE and (i == order[0] or column[i] > 0)
        )
        found[label] = tuple(at for i in carried for at in in_body(spans[i + 1], places))
    return found


def in_body(span: Span, places: Sequence[Span]) -> list[Span]:
    """Move a place in the joined own words to the body; one that runs over a join becomes two."""
    moved = []
    offset = 0
    for start, end in places:
        first, last = max(span[0], offset), min(span[1], offset + end - start)
        if first < last:
            moved.append((start + first - offset, start + last - offset))
        offset += end - start + 1
    return moved
