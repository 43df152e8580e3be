"""The typed fields of each kind of letter: what only staff can supply."""

from replies.facts import Field, LetterKind

FIELDS: dict[LetterKind, tuple[Field, ...]] = {}
"""By kind, in the order of the letter. A kind that is absent has no fields."""
