"""Which rights does a message invoke? Linear scores over hashed n-grams, as a serialisable spaCy component."""

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

from classifiers.components.hashing import counts
from classifiers.components.normalise import normalise
from classifiers.labels import LABELS

Floats = NDArray[np.float32]
BITS: Final = 17
CHARS: Final = (2, 3, 4, 5)
WORDS: Final = (1, 2, 3)

if not Doc.has_extension("subject"):
    Doc.set_extension("subject", default="")


def texts_of(subject: str, body: str) -> str:
    """Join subject and body as the model reads them."""
    return normalise(f"{subject} | {body}")


def vectors(texts: list[str], idf: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Return row, bucket and L2-normalised TF-IDF value of each text's n-grams."""
    rows, cols, number = counts(texts, CHARS, WORDS, BITS)
    values = (1 + np.log(number)) * idf[cols]
    norms = np.sqrt(np.bincount(rows, values**2, minlength=len(texts)))
    return rows, cols, (values / np.maximum(norms[rows], 1e-9)).astype(np.float32)


class RequestClassifier(Pipe):
    """Sets `doc.cats` to the probability of each request label."""

    def __init__(self, vocab: Any, name: str = "request_classifier") -> None:
        """Start with empty weights: every label equally unlikely."""
        self.vocab = vocab
        self.name = name
        self.idf: Floats = np.ones(1 << BITS, np.float32)
        self.weights: NDArray[np.int8] = np.zeros((1 << BITS, len(LABELS)), np.int8)
        self.scale: Floats = np.ones(len(LABELS), np.float32)
        self.bias: Floats = np.zeros(len(LABELS), np.float32)

    def predict(self, docs: Iterable[Doc]) -> Floats:
        """Return one row of label probabilities per doc."""
        texts = [texts_of(doc._.subject, doc.text) for doc in docs]
        logits = np.zeros((len(texts), len(LABELS)), np.float32)
        rows, cols, values = vectors(texts, self.idf)
        if len(rows):
            starts = np.flatnonzero(np.diff(rows, prepend=-1))
            sums = np.add.reduceat(self.weights[cols].astype(np.float32) * values[:, None], starts)
            logits[rows[starts]] = sums * self.scale
        return np.asarray(1 / (1 + np.exp(-(logits + self.bias))), np.float32)

    def __call__(self, doc: Doc) -> Doc:
        """Score one doc."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Score docs in batches."""
        for batch in minibatch(stream, batch_size):  # type: ignore[no-untyped-call]
            docs = list(batch)
            for doc, row in zip(docs, self.predict(docs), strict=True):
                doc.cats = {label: float(score) for label, score in zip(LABELS, row, strict=True)}
                yield doc

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Return the weights as msgpack."""
        fields = {key: getattr(self, key) for key in ("idf", "weights", "scale", "bias")}
        fields["idf"] = self.idf.astype(np.float16)
        packed: bytes = srsly.msgpack_dumps(fields)
        return packed

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "RequestClassifier":
        """Read weights as msgpack; no code is ever loaded."""
        for key, value in srsly.msgpack_loads(data).items():
            setattr(self, key, value if key == "weights" else value.astype(np.float32))
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the weights below this directory."""
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / "weights.msgpack").write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "RequestClassifier":
        """Read the weights below this directory."""
        return self.from_bytes((Path(path) / "weights.msgpack").read_bytes())


@Language.factory("request_classifier", retokenizes=False)
def make_request_classifier(nlp: Language, name: str) -> RequestClassifier:
    """Create the component for a pipeline."""
    return RequestClassifier(nlp.vocab, name)
