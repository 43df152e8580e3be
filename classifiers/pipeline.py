"""The classifier as the rest of the house uses it: messages in, verdicts out."""

import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Final, cast

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

import classifiers.components.followup_classifier
import classifiers.components.identifiers
import classifiers.components.language
import classifiers.components.negation
import classifiers.components.references
import classifiers.components.sender_name
import classifiers.components.sentences  # noqa: F401 - importing registers the components
from classifiers.components.certainty import certainty_signs
from classifiers.components.linear import Floats
from classifiers.components.own_text import own_spans
from classifiers.components.request_classifier import RequestClassifier
from classifiers.components.surface import cleaned, windows
from classifiers.components.tokenizer import text_of_doc
from classifiers.decide import CONFIG, Thresholds, choose, read_thresholds
from classifiers.evidence import evidence
from classifiers.labels import LABELS, in_guide_order
from classifiers.verdict import Message, Span, Verdict, frozen

MODEL_DIR: Final = Path(__file__).parent / "model" / "nl_privacy_requests"
COMPONENTS: Final = (
    "mail_language",
    "mail_sentences",
    "legal_references",
    "identifiers",
    "sender_name",
    "negation",
    "request_classifier",
    "followup_classifier",
)
"""The components in the order of the pipeline; what a later one reads an earlier one sets."""
NEEDED: Final = ("mail_language", "request_classifier", "followup_classifier")
"""What a verdict needs; the other components serve who loads the pipeline to look at a text."""
MAX_SUBJECT: Final = 500
MAX_PREVIOUS: Final = 10
_WORD: Final = re.compile(r"[^\W\d_]{2}")


class Classifier:
    """A loaded pipeline with its thresholds; holds no message after a call."""

    def __init__(self, nlp: Language, thresholds: Thresholds) -> None:
        """Wrap a loaded pipeline."""
        self.nlp = nlp
        self.thresholds = thresholds
        self.model = f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}"
        self._row = thresholds.row()
        self._unneeded = [name for name in nlp.pipe_names if name not in NEEDED]

    def classify(self, messages: Iterable[Message], batch_size: int = 64) -> list[Verdict]:
        """Return one verdict per message, in order. Any text is answered; nothing raises on content."""
        verdicts: list[Verdict] = []
        stream = iter(messages)
        with self.nlp.select_pipes(disable=self._unneeded):
            while batch := list(islice(stream, max(1, batch_size))):
                with self.nlp.memory_zone():
                    verdicts.extend(self._judge(batch))
        return verdicts

    def _judge(self, batch: list[Message]) -> list[Verdict]:
        places = [own_places(message) for message in batch]
        docs = [self._doc(message, text) for message, (text, _) in zip(batch, places, strict=True)]
        docs = list(self.nlp.pipe(docs, batch_size=len(docs)))
        probabilities = np.array([[doc.cats[label] for label in LABELS] for doc in docs], np.float32)
        chosen = choose(probabilities, self._row)
        certainty = self._certainty(docs, chosen)
        return [
            self._verdict(message, doc, places[i][1], chosen[i], float(certainty[i]))
            for i, (message, doc) in enumerate(zip(batch, docs, strict=True))
        ]

    def _doc(self, message: Message, text: str) -> Doc:
        # The components a verdict needs read the text, not tokens; one token spares the making of two hundred.
        doc = Doc(self.nlp.vocab, words=[text] if text else [])
        doc._.own_text = text
        doc._.subject = cleaned(message.subject[:MAX_SUBJECT]).replace("\n", " ")
        doc._.is_followup = message.is_followup
        doc._.previous = previous_of(message)
        case = message.case_type
        doc._.case_types = (case,) if isinstance(case, str) else tuple(case or ())
        return doc

    def _certainty(self, docs: list[Doc], chosen: NDArray[np.bool_]) -> Floats:
        scores = np.stack([doc._.view_scores for doc in docs], axis=1)
        kind = np.array([[doc._.language != "nl", doc._.is_followup] for doc in docs], np.float32)
        model = cast(RequestClassifier, self.nlp.get_pipe("request_classifier")).certainty
        return model.of(certainty_signs(scores, self._row, chosen, kind))

    def _verdict(
        self,
        message: Message,
        doc: Doc,
        places: tuple[Span, ...],
        chosen: NDArray[np.bool_],
        certainty: float,
    ) -> Verdict:
        labels = in_guide_order({label for label, held in zip(LABELS, chosen, strict=True) if held})
        empty = not _WORD.search(text_of_doc(doc)) and not _WORD.search(doc._.subject)
        sure = certainty >= self.thresholds.confident and doc._.language != "other" and not empty
        if message.is_followup:
            sure = sure and max(doc._.followup_scores.values()) >= self.thresholds.followup_confident
        return Verdict(
            labels=labels,
            scores=frozen(doc.cats),
            confident=bool(sure),
            evidence=frozen(evidence(labels, doc._.sentence_spans, doc._.sentence_scores, places)),
            followup=doc._.followup if message.is_followup else None,
            new_text=text_of_doc(doc),
            language=doc._.language,
            model=self.model,
            certainty=round(certainty, 4),
        )


def previous_of(message: Message) -> tuple[str, ...]:
    """Return the earlier messages of a thread, at most the last ten."""
    previous = message.previous
    found = (previous,) if isinstance(previous, str) else tuple(previous or ())
    return tuple(cleaned(text[: MAX_SUBJECT * 20]) for text in found[-MAX_PREVIOUS:])


def own_places(message: Message) -> tuple[str, tuple[Span, ...]]:
    """Return the sender's own words of now, and where in the body each stretch of them stands.

    The stretches are joined by a newline; only what is worth reading of a very long body is read.
    """
    previous = previous_of(message)
    texts: list[str] = []
    places: list[Span] = []
    for start, end in windows(message.body):
        text = cleaned(message.body[start:end])
        found = own_spans(text, previous)
        texts += [text[s:e] for s, e in found]
        places += [(start + s, start + e) for s, e in found]
    return "\n".join(texts), tuple(places)


def load(path: Path | None = None, config: Path | None = None) -> Classifier:
    """Load the shipped classifier, or the one in this directory, with the thresholds of the config.

    Without a `config` file that has thresholds, those that training chose (in the model's meta) hold.

    Raises:
        OSError: there is no model at the path.
        ValueError: the thresholds are not valid.
    """
    nlp = spacy.load(path or MODEL_DIR)
    thresholds = read_thresholds(config or CONFIG) if path is None or config else None
    return Classifier(nlp, thresholds or Thresholds.from_dict(nlp.meta["thresholds"]))
