"""What a rule of the lint says, and the draft it reads."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from replies.facts import LetterFacts, LetterKind
from replies.registry import LETTERS, Audience, language_of


class Severity(StrEnum):
    """An error blocks approval, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: what (Dutch), why (the source), how to mend it (Dutch).

    `start` and `end` are offsets in the body where there is a place to show, else None.
    """

    what: str
    why: str
    how: str
    severity: Severity
    rule: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter before approval, as the person would get it."""

    body: str
    subject: str
    facts: LetterFacts
    recipients: tuple[str, ...]
    attachments: tuple[str, ...] = ()

    @property
    def kinds(self) -> frozenset[LetterKind]:
        """The kinds of the parts of this letter."""
        return self.facts.kinds

    @property
    def language(self) -> str:
        """The language the letter should be in."""
        return language_of(self.facts)

    @property
    def labels(self) -> frozenset[str]:
        """The labels the parts are about."""
        return frozenset(label for part in self.facts.parts for label in part.labels)

    @property
    def dutch_law(self) -> bool:
        """True for a controller in the Netherlands."""
        return self.facts.organisation.country == "NL"

    @property
    def to_person(self) -> bool:
        """True for a letter to a person, false for a notice to staff."""
        return all(LETTERS[kind].audience is Audience.PERSON for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Hit:
    """Where and what a rule found; the rule adds the rest."""

    what: str
    start: int | None = None
    end: int | None = None
    severity: Severity | None = None


Check = Callable[[Draft], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, source and cure, the letters it is about, and what it looks for.

    `kinds` of None means every letter to a person.
    """

    name: str
    why: str
    how: str
    check: Check
    severity: Severity = Severity.ERROR
    kinds: frozenset[LetterKind] | None = None
    languages: frozenset[str] = frozenset({"nl"})

    def findings(self, draft: Draft) -> Iterator[Finding]:
        """Yield what is wrong with the draft by this rule; nothing when it is not about such letters."""
        concerned = draft.to_person if self.kinds is None else bool(self.kinds & draft.kinds)
        if not concerned or draft.language not in self.languages:
            return
        for hit in self.check(draft):
            severity = hit.severity or self.severity
            yield Finding(hit.what, self.why, self.how, severity, self.name, hit.start, hit.end)
