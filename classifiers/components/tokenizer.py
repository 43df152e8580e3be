"""A tokenizer for any mail: words, runs of one sign, blanks. Linear in its input, whatever the input is."""

import re
from collections.abc import Callable
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

_TOKEN: Final = re.compile(r"(\w{1,60}(?:['’-]\w{1,60}){0,4}|([^\w\s])\2{0,200}|\s{1,1000})( ?)")


class MailTokenizer:
    """Text to Doc; the Doc's text is exactly the text it was given."""

    def __init__(self, vocab: Vocab) -> None:
        """Keep the vocabulary the docs will share."""
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenize one text."""
        words: list[str] = []
        spaces: list[bool] = []
        for match in _TOKEN.finditer(text):
            words.append(match[1])
            spaces.append(bool(match[3]))
        doc = Doc(self.vocab, words=words, spaces=spaces)
        doc._.own_text = text
        return doc

    def to_bytes(self, **kwargs: Any) -> bytes:
        """Return nothing: there is nothing to learn."""
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> "MailTokenizer":
        """Read nothing."""
        return self

    def to_disk(self, path: Any, **kwargs: Any) -> None:
        """Write nothing."""

    def from_disk(self, path: Any, **kwargs: Any) -> "MailTokenizer":
        """Read nothing."""
        return self


if not Doc.has_extension("own_text"):
    Doc.set_extension("own_text", default=None)


def text_of_doc(doc: Doc) -> str:
    """Return the doc's text without putting it together again."""
    return doc.text if doc._.own_text is None else str(doc._.own_text)


@registry.tokenizers("mail_tokenizer")  # type: ignore[untyped-decorator]
def make_mail_tokenizer() -> Callable[[Language], MailTokenizer]:
    """Return the maker that spaCy calls with the pipeline."""
    return lambda nlp: MailTokenizer(nlp.vocab)
