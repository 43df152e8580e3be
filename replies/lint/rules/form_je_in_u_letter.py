"""The informal je in a letter of an organisation that says u."""

import re
from collections.abc import Iterable

from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import own_words

_INFORMAL = re.compile(r"\b(?:je|jij|jou|jouw|jouwe|jezelf|jullie)\b", re.IGNORECASE)


def _check(draft: Draft) -> Iterable[Hit]:
    if draft.facts.organisation.form == "u":
        for match in _INFORMAL.finditer(own_words(draft.body)):
            yield Hit(f"'{match[0]}' in een brief met u", match.start(), match.end())
        for match in _INFORMAL.finditer(own_words(draft.subject)):
            yield Hit(f"'{match[0]}' in het onderwerp van een brief met u")


RULE = Rule(
    "form_je_in_u_letter",
    why="ORGANISATIONS.md: deze organisatie schrijft u en uw",
    how="Schrijf u of uw. Woorden van een ander staan tussen aanhalingstekens.",
    check=_check,
)
