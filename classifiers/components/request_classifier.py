"""Which rights does a message invoke? The joint linear model as a serialisable spaCy component."""

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import srsly
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc
from spacy.util import minibatch

from classifiers.components.certainty import Certainty, squashed
from classifiers.components.features import Batch, Text, batch_of
from classifiers.components.joint import JointModel
from classifiers.components.lexicon import Lexicon, shipped
from classifiers.components.linear import Floats
from classifiers.components.tokenizer import text_of_doc
from classifiers.labels import LABELS

FILE: Final = "request.msgpack.zz"
for _name, _default in {
    "subject": "",
    "case_types": (),
    "is_followup": False,
    "batch": None,
    "sentence_spans": (),
    "sentence_scores": None,
    "view_scores": None,
}.items():
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=_default)


def text_of(doc: Doc) -> Text:
    """Return what the model reads of a doc."""
    return Text(doc._.subject, text_of_doc(doc), tuple(doc._.case_types), bool(doc._.is_followup))


def probabilities(scores: Floats) -> Floats:
    """Return calibrated probabilities from the scores of all views.

    The views are logistic models fitted to the truth, so their mean score, squashed, is the probability.
    """
    return squashed(scores.mean(axis=0))


class RequestClassifier(Pipe):
    """Sets `doc.cats` to calibrated probabilities per request label, and what each sentence contributes.

    `doc._.sentence_scores` has one row per place in `doc._.sentence_spans` (the subject first) and one column per label.
    """

    def __init__(self, vocab: Any, name: str = "request_classifier") -> None:
        """Start untrained; scoring before training or loading raises ValueError."""
        self.vocab = vocab
        self.name = name
        self.lexicon: Lexicon = shipped()
        self.views: tuple[JointModel, ...] = ()
        self.certainty = Certainty.never()

    def predict(self, docs: Iterable[Doc]) -> tuple[Batch, Floats, Floats]:
        """Return the tables of docs, the scores of every view, and the mean score of each sentence.

        Raises:
            ValueError: the component holds no model.
        """
        if not self.views:
            raise ValueError("the request classifier has not been trained")
        batch, _ = batch_of([text_of(doc) for doc in docs], self.lexicon)
        found = [view.scores(batch) for view in self.views]
        sentences = np.mean([of_sentences for _, of_sentences in found], axis=0)
        return batch, np.array([scores for scores, _ in found], np.float32), sentences

    def set_annotations(self, docs: list[Doc], batch: Batch, scores: Floats, sentences: Floats) -> None:
        """Write the scores onto the docs."""
        bounds: NDArray[np.int64] = np.searchsorted(batch.owner, np.arange(len(docs) + 1))
        chances = probabilities(scores)
        for i, doc in enumerate(docs):
            first, last = int(bounds[i]), int(bounds[i + 1])
            doc.cats = {label: float(p) for label, p in zip(LABELS, chances[i], strict=True)}
            doc._.sentence_spans = batch.spans[first:last]
            doc._.sentence_scores = sentences[first:last]
            doc._.view_scores = scores[:, i]

    def __call__(self, doc: Doc) -> Doc:
        """Score one doc."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Score docs in batches."""
        for group in minibatch(stream, batch_size):  # type: ignore[no-untyped-call]
            docs = list(group)
            self.set_annotations(docs, *self.predict(docs))
            yield from docs

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Return the model as deflated msgpack: arrays and numbers only, never code.

        Raises:
            ValueError: the component holds no model.
        """
        if not self.views:
            raise ValueError("the request classifier has not been trained")
        fields = {"views": [view.to_dict() for view in self.views], "certainty": self.certainty.to_dict()}
        return zlib.compress(srsly.msgpack_dumps(fields))

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "RequestClassifier":
        """Read what `to_bytes` gave."""
        fields = srsly.msgpack_loads(zlib.decompress(data))
        self.views = tuple(JointModel.from_dict(view) for view in fields["views"])
        self.certainty = Certainty.from_dict(fields["certainty"])
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the model below this directory."""
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / FILE).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "RequestClassifier":
        """Read the model below this directory."""
        return self.from_bytes((Path(path) / FILE).read_bytes())


@Language.factory("request_classifier", assigns=["doc.cats"])
def make_request_classifier(nlp: Language, name: str) -> RequestClassifier:
    """Create the component for a pipeline."""
    return RequestClassifier(nlp.vocab, name)
