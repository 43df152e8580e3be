"""Puts the visible tokens of fields in a letter, and keeps account of which fields it holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from replies.facts import Field, FieldChoice, LetterKind, Part
from replies.fields import BEZWAAR_ADDRESS, FIELDS, REMEDY
from replies.grounds import GROUNDS, OTHER
from replies.rights import in_order

Expand = Callable[[str, Mapping[str, Any]], str]
"""Renders a short template text of ours with a context."""


@dataclass
class Placing:
    """The fields of one letter, those inside the texts of choices included."""

    expand: Expand
    hints: Mapping[str, str]
    combined: bool
    used: dict[str, Field] = field(default_factory=dict)

    def placer(self, part: Part, context: dict[str, Any]) -> Callable[[str], str]:
        """Return the function `field` for the template of this part.

        In a combined letter names and labels carry the right, so that two parts can both ask for reasons.
        """
        known = {each.name: each for each in self._known(part)}
        renamed = {name: self._named(each, part) for name, each in known.items()}

        def finished(text: str) -> str:
            written = self.expand(text, context) if text else ""
            for name, each in known.items():
                if each.token in written:
                    written = written.replace(each.token, renamed[name].token)
                    self.used.setdefault(renamed[name].name, renamed[name])
            return written

        def place(name: str) -> str:
            each = renamed[name]
            if each.name not in self.used:
                self.used[each.name] = replace(
                    each,
                    lead=finished(each.lead),
                    when_empty=finished(each.when_empty),
                    choices=tuple(FieldChoice(c.label, finished(c.text)) for c in each.choices),
                )
            each = self.used[each.name]
            return f"{each.lead}\n{each.token}" if each.lead else each.token

        context["field"] = place
        return place

    def _known(self, part: Part) -> tuple[Field, ...]:
        own = FIELDS.get(part.kind, ())
        if part.kind is LetterKind.REFUSAL:
            choices = dict.fromkeys(c for label in part.labels for c in GROUNDS.get(label, (OTHER,)))
            grounds = tuple(choices) or (OTHER,)
            own = tuple(replace(each, choices=grounds) if each.name == "ground" else each for each in own)
        return (*own, REMEDY, BEZWAAR_ADDRESS)

    def _named(self, each: Field, part: Part) -> Field:
        hint = self.hints.get(each.name, "") or each.hint
        if not self.combined or each in (REMEDY, BEZWAAR_ADDRESS) or not part.labels:
            return replace(each, hint=hint)
        rights = ", ".join(right.dutch for right in in_order(part.labels))
        return replace(
            each, name=f"{'_'.join(part.labels)}.{each.name}", label=f"{each.label} - {rights}", hint=hint
        )
