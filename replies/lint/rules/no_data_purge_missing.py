"""A no-data letter that forgets the promise to delete what was supplied."""

import re
from collections.abc import Iterable

from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule

_PURGE = re.compile(
    r"\b(?:verwijderen|wissen|vernietigen)\b[^.\n]{0,80}\b(?:verzoek|aanvraag|verstrekt|gestuurd|gaf)\b",
    re.IGNORECASE,
)


def _check(draft: Draft) -> Iterable[Hit]:
    if draft.facts.organisation.purges_on_no_data and not _PURGE.search(draft.body):
        yield Hit("Er staat niet dat de gegevens bij dit verzoek direct worden verwijderd")


RULE = Rule(
    "no_data_purge_missing",
    why="privacyverklaring SBB: 'dan verwijderen wij direct alle gegevens die zijn verstrekt bij uw verzoek'",
    how="Zet terug dat alles wat bij het verzoek is verstrekt, direct wordt verwijderd.",
    check=_check,
    kinds=frozenset({LetterKind.NO_DATA}),
)
