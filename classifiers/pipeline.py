"""The classifier as the rest of the house uses it: messages in, verdicts out."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Final

import spacy
from spacy.language import Language

import classifiers.components.request_classifier  # noqa: F401 - registers the component
from classifiers.labels import LABELS, OTHER, in_guide_order
from classifiers.verdict import Message, Verdict, frozen

MODEL_DIR: Final = Path(__file__).parent / "model" / "nl_privacy_requests"
MAX_CHARS: Final = 20_000


class Classifier:
    """A loaded pipeline with its thresholds. Thread-safe for reading; holds no message after the call."""

    def __init__(self, nlp: Language) -> None:
        """Wrap a loaded pipeline."""
        self.nlp = nlp
        self.model = f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}"

    def classify(self, messages: Iterable[Message], batch_size: int = 64) -> list[Verdict]:
        """Return one verdict per message, in order. Any text is answered; nothing raises on content."""
        verdicts: list[Verdict] = []
        stream = iter(messages)
        while batch := list(islice(stream, batch_size)):
            with self.nlp.memory_zone():
                verdicts.extend(self._judge(batch))
        return verdicts

    def _judge(self, batch: list[Message]) -> list[Verdict]:
        docs = []
        for message in batch:
            doc = self.nlp.make_doc(message.body[:MAX_CHARS])
            doc._.subject = message.subject[:1000]
            docs.append(doc)
        return [
            self._verdict(message, doc.text, doc.cats)
            for message, doc in zip(batch, self.nlp.pipe(docs, batch_size=len(docs)), strict=True)
        ]

    def _verdict(self, message: Message, text: str, scores: dict[str, float]) -> Verdict:
        asked = {label for label in LABELS if label != OTHER and scores[label] > 0.4}
        if not asked:
            asked = {max(LABELS, key=lambda label: scores[label])}
        confident = all(abs(scores[label] - 0.5) > 0.35 for label in LABELS)
        return Verdict(
            labels=in_guide_order(asked),
            scores=frozen(scores),
            confident=confident,
            evidence=frozen({}),
            followup="none" if message.is_followup else None,
            new_text=text,
            language="nl",
            model=self.model,
        )


def load(path: Path | None = None) -> Classifier:
    """Load the shipped classifier, or the one in this directory.

    Raises:
        OSError: there is no model at the path.
    """
    return Classifier(spacy.load(path or MODEL_DIR))
