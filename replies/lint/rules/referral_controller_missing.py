"""A referral that does not say who is responsible."""

from replies.facts import LetterKind
from replies.lint.finding import Rule
from replies.lint.reading import absent

RULE = Rule(
    "referral_controller_missing",
    why="art. 28 lid 3 onder e AVG",
    how="Noem de organisatie die verantwoordelijk is.",
    check=absent(r"\bverantwoordelijk\w*\b", "Er staat niet wie verantwoordelijk is"),
    kinds=frozenset({LetterKind.PROCESSOR_REFERRAL}),
)
