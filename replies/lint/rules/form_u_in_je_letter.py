"""The formal u in a letter of an organisation that says je."""

import re
from collections.abc import Iterable

from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import own_words

_FORMAL = re.compile(r"(?<![\w.'’-])(?:u|uw|uwe|uzelf)(?![\w'’-]|\.\w)", re.IGNORECASE)


def _check(draft: Draft) -> Iterable[Hit]:
    if draft.facts.organisation.form == "je":
        for match in _FORMAL.finditer(own_words(draft.body)):
            yield Hit(f"'{match[0]}' in een brief met je", match.start(), match.end())
        for match in _FORMAL.finditer(own_words(draft.subject)):
            yield Hit(f"'{match[0]}' in het onderwerp van een brief met je")


RULE = Rule(
    "form_u_in_je_letter",
    why="ORGANISATIONS.md: deze organisatie schrijft je en jouw",
    how="Schrijf je, jou of jouw. Woorden van een ander staan tussen aanhalingstekens.",
    check=_check,
)
