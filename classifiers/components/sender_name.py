"""The sender's own name where the text states it: «mijn naam is …», «ondergetekende, …», or under the closing line."""

import re
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc

from classifiers.components.tokenizer import text_of_doc

_NAME: Final = (
    r"(?:(?:dhr|mevr|mw|dr|mr|ir|drs|ing|prof)\.?\s)?(?:[A-ZÀ-Þ]\.\s?){0,4}"
    r"(?:[A-ZÀ-Þ][\w'’-]+|[A-ZÀ-Þ]\.)(?:[ \t](?:van|de|den|der|ten|ter|te|het|'t|’t|el|al|la|le|von|zu"
    r"|in)|[ \t][A-ZÀ-Þ][\w'’-]+){0,5}"
)
TAIL: Final = 600
_STATED: Final = re.compile(
    rf"(?:[Mm]ijn naam is|[Ii]k heet|[Mm]y name is|[Jj]e m'appelle|[Oo]ndergetekende,?|[Ii]k,)\s({_NAME})"
    rf"|\b[Ii]k ben ({_NAME})(?=[,.\s])",
)
_CLOSING: Final = re.compile(
    r"(?:groet\w*|hoogachtend|mvg|gr\.?|regards|sincerely|cordialement|salutations\w*|hoogachting|dank|bedankt|wishes)[,.!]*\s*\n+\s*"
    rf"({_NAME})[ \t]*(?:,|\n|$|\()",
    re.I,
)


def sender_name(text: str) -> tuple[int, int] | None:
    """Return start and end of the sender's name, or None where none is stated."""
    return next(iter(sender_names(text)), None)


def sender_names(text: str) -> list[tuple[int, int]]:
    """Return every place where the sender's name is stated: in a sentence first, then under the closing line."""
    found = []
    match = _STATED.search(text)
    if match:
        found.append(match.span(1) if match[1] else match.span(2))
    match = _CLOSING.search(text, max(0, len(text) - TAIL))
    if match and match[1][:1].isupper():
        found.append(match.span(1))
    return found


class SenderName:
    """Sets `doc.spans["sender"]` to the name, or to nothing."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the name in one doc."""
        at = sender_name(text_of_doc(doc))
        span = doc.char_span(*at, label="sender", alignment_mode="expand") if at else None
        doc.spans["sender"] = [span] if span is not None else []
        return doc


@Language.factory("sender_name", assigns=["doc.spans"])
def make_sender_name(nlp: Language, name: str) -> Any:
    """Create the component for a pipeline."""
    return SenderName()
