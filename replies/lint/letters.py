"""Groups of letters that more than one rule is about."""

from replies.facts import LetterKind
from replies.registry import LETTERS

BY_MACHINE = frozenset(kind for kind, spec in LETTERS.items() if spec.automatic)
"""What a machine sends to a person before anybody has decided anything (DESIGN.md paragraph 3)."""

DEEDS = frozenset(
    {
        LetterKind.RECTIFIED,
        LetterKind.ERASED,
        LetterKind.RESTRICTED,
        LetterKind.OBJECTION,
        LetterKind.DIRECT_MARKETING,
        LetterKind.CONSENT_WITHDRAWN,
        LetterKind.PROCESSOR_REFERRAL,
        LetterKind.FORWARDED_TO_FG,
    }
)
"""What reports something that the organisation did on a date (LEGAL.md (c) 8-12, 15-17)."""
