"""Which rights does a message invoke? The joint linear model as a serialisable spaCy component."""

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

from classifiers.components.features import Batch, Text, batch_of
from classifiers.components.lexicon import Lexicon, shipped
from classifiers.components.linear import Floats, LinearModel, pooled
from classifiers.components.stacking import Stacker, inputs
from classifiers.components.tokenizer import text_of_doc
from classifiers.labels import LABELS

FILE: Final = "request.msgpack"
for _name, _default in {
    "subject": "",
    "case_types": (),
    "is_followup": False,
    "batch": None,
    "sentence_spans": (),
    "sentence_scores": None,
    "stack_inputs": None,
}.items():
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=_default)


def text_of(doc: Doc) -> Text:
    """Return what the model reads of a doc."""
    return Text(doc._.subject, text_of_doc(doc), tuple(doc._.case_types), bool(doc._.is_followup))


class RequestClassifier(Pipe):
    """Sets `doc.cats` to calibrated probabilities per request label, and what each sentence contributes.

    `doc._.sentence_scores` has one row per place in `doc._.sentence_spans` (the subject first) and one column per label.
    """

    def __init__(self, vocab: Any, name: str = "request_classifier") -> None:
        """Start untrained; scoring before training or loading raises ValueError."""
        self.vocab = vocab
        self.name = name
        self.lexicon: Lexicon = shipped()
        self.mail: LinearModel | None = None
        self.sentence: LinearModel | None = None
        self.bias: Floats = np.zeros(len(LABELS), np.float32)
        self.stacker: Stacker = Stacker.identity()

    def parts(self, batch: Batch) -> tuple[Floats, Floats, Floats]:
        """Return the scores of the messages, of their sentences pooled, and of each sentence.

        Raises:
            ValueError: the component holds no model.
        """
        if self.mail is None or self.sentence is None:
            raise ValueError("the request classifier has not been trained")
        sentences = self.sentence.scores(batch.sentences)
        pool, _ = pooled(sentences, batch.owner, batch.mails[0].height)
        return self.mail.scores(batch.mails) + self.bias, pool, sentences

    def predict(self, docs: Iterable[Doc]) -> tuple[Batch, Floats, Floats, Floats]:
        """Return tables, sentence scores, inputs of the last layer and probabilities of docs."""
        texts = [text_of(doc) for doc in docs]
        batch, _ = batch_of(texts, self.lexicon)
        mail, pool, sentences = self.parts(batch)
        stack = inputs(mail, pool, np.array([text.followup for text in texts], np.float32))
        return batch, sentences, stack, self.stacker.probabilities(stack)

    def set_annotations(
        self, docs: list[Doc], batch: Batch, sentences: Floats, stack: Floats, scores: Floats
    ) -> None:
        """Write the scores onto the docs."""
        bounds: NDArray[np.int64] = np.searchsorted(batch.owner, np.arange(len(docs) + 1))
        for i, doc in enumerate(docs):
            first, last = int(bounds[i]), int(bounds[i + 1])
            doc.cats = {label: float(p) for label, p in zip(LABELS, scores[i], strict=True)}
            doc._.sentence_spans = batch.spans[first:last]
            doc._.sentence_scores = sentences[first:last]
            doc._.stack_inputs = stack[i]

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
        """Return the model as msgpack: arrays and numbers only, never code.

        Raises:
            ValueError: the component holds no model.
        """
        if self.mail is None or self.sentence is None:
            raise ValueError("the request classifier has not been trained")
        packed: bytes = srsly.msgpack_dumps(
            {
                "mail": self.mail.to_dict(),
                "sentence": self.sentence.to_dict(),
                "bias": self.bias,
                "stacker": self.stacker.to_dict(),
            }
        )
        return packed

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "RequestClassifier":
        """Read what `to_bytes` gave."""
        fields = srsly.msgpack_loads(data)
        self.mail = LinearModel.from_dict(fields["mail"])
        self.sentence = LinearModel.from_dict(fields["sentence"])
        self.bias = np.asarray(fields["bias"], np.float32)
        self.stacker = Stacker.from_dict(fields["stacker"])
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
