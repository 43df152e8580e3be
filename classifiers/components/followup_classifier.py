"""What does a message do to its running case? A linear model over the new text and the message it answers."""

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import srsly
from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc
from spacy.util import minibatch

from classifiers.components.features import Batch, Sentence, Text, batch_of, crossed, key_table
from classifiers.components.joint import JointModel, scores_of
from classifiers.components.lexicon import Lexicon, shipped
from classifiers.components.linear import Floats
from classifiers.components.request_classifier import text_of
from classifiers.labels import FOLLOWUPS, LABELS

FILE: Final = "followup.msgpack.zz"
MAX_PREVIOUS: Final = 4000
ASKED_LEVELS: Final = (0.25, 0.6)
ASKED_KINDS: Final = ("asks_identity", "asks_scope", "gives_notice")
for _name, _default in {"previous": (), "followup": None, "followup_scores": None}.items():
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=_default)


def batch_for(texts: list[Text], previous: list[tuple[str, ...]], asked: Floats, lexicon: Lexicon) -> Batch:
    """Return the tables of new texts, of the last message each one answers, of both crossed, and of what is newly asked.

    What a date or a «ja» does to a case depends on what it was asked for; `asked` is one row of request probabilities per
    text.
    """
    now, own = batch_of([text._replace(followup=True) for text in texts], lexicon)
    before, theirs = batch_of([Text("", (p[-1] if p else "")[:MAX_PREVIOUS]) for p in previous], lexicon)
    kinds = [lexicon.names.index(name) for name in ASKED_KINDS]
    both = [_crossed(mine, earlier, kinds) for mine, earlier in zip(own, theirs, strict=True)]
    requests = [_asked(row) for row in asked]
    tables = (*now.mails, before.mails[1], before.mails[2], key_table(both), key_table(requests))
    return Batch(tables, now.sentences, now.owner, now.spans)


def _asked(row: Floats) -> list[int]:
    """Return keys for the labels that a text newly asks, surely and perhaps."""
    return sorted(
        i * len(ASKED_LEVELS) + level
        for i, p in enumerate(row)
        for level, bar in enumerate(ASKED_LEVELS)
        if p >= bar
    )


def _crossed(mine: list[Sentence], theirs: list[Sentence], kinds: list[int]) -> list[int]:
    """Return the concepts of the new text, each seen in the light of what the earlier message asked or told."""
    keys = set().union(*(sentence.keys for sentence in mine))
    asks = any(sentence.normal.endswith("?") for sentence in theirs)
    return sorted(crossed(keys, theirs, kinds, asks))


class FollowupClassifier(Pipe):
    """Sets `doc._.followup` and `doc._.followup_scores` of docs that belong to a running case.

    Reads `doc.cats`: it stands after the request classifier.
    """

    def __init__(self, vocab: Any, name: str = "followup_classifier") -> None:
        """Start untrained: docs of a running case then raise ValueError."""
        self.vocab = vocab
        self.name = name
        self.lexicon: Lexicon = shipped()
        self.views: tuple[JointModel, ...] = ()

    def predict(self, docs: list[Doc]) -> Floats:
        """Return one probability per doc and follow-up label.

        Raises:
            ValueError: the component holds no model.
        """
        if not self.views:
            raise ValueError("the follow-up classifier has not been trained")
        asked = np.array([[doc.cats.get(label, 0.0) for label in LABELS] for doc in docs], np.float32)
        previous = [tuple(doc._.previous) for doc in docs]
        batch = batch_for([text_of(doc) for doc in docs], previous, asked, self.lexicon)
        return chances(scores_of(self.views, batch).mean(axis=0))

    def __call__(self, doc: Doc) -> Doc:
        """Judge one doc."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Judge docs in batches; docs outside a case pass untouched."""
        for group in minibatch(stream, batch_size):  # type: ignore[no-untyped-call]
            docs = list(group)
            due = [doc for doc in docs if doc._.is_followup]
            if due:
                for doc, row in zip(due, self.predict(due), strict=True):
                    doc._.followup = FOLLOWUPS[int(row.argmax())]
                    doc._.followup_scores = {label: float(p) for label, p in zip(FOLLOWUPS, row, strict=True)}
            yield from docs

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Return the model as deflated msgpack.

        Raises:
            ValueError: the component holds no model.
        """
        if not self.views:
            raise ValueError("the follow-up classifier has not been trained")
        return zlib.compress(srsly.msgpack_dumps([view.to_dict() for view in self.views]))

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "FollowupClassifier":
        """Read what `to_bytes` gave."""
        self.views = tuple(JointModel.from_dict(view) for view in srsly.msgpack_loads(zlib.decompress(data)))
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the model below this directory."""
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / FILE).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "FollowupClassifier":
        """Read the model below this directory."""
        return self.from_bytes((Path(path) / FILE).read_bytes())


def chances(logits: Floats) -> Floats:
    """Turn scores per follow-up label into chances that add up to one."""
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float32)


@Language.factory("followup_classifier", requires=["doc.cats"])
def make_followup_classifier(nlp: Language, name: str) -> FollowupClassifier:
    """Create the component for a pipeline."""
    return FollowupClassifier(nlp.vocab, name)
