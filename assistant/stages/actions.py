"""All actions of staff on a case, by key; the desk shows those that a case allows now."""

from __future__ import annotations

from types import MappingProxyType

from assistant.stages.act import Action
from assistant.stages.act_cases import case_actions
from assistant.stages.act_events import simple_actions
from assistant.stages.act_letters import letter_actions
from assistant.stages.casework import Work

ACTIONS = MappingProxyType(
    {action.key: action for action in (*simple_actions(), *letter_actions(), *case_actions())}
)


def possible(work: Work) -> tuple[Action, ...]:
    """The actions that this case allows now, in the order of the table."""
    return tuple(action for action in ACTIONS.values() if action.available(work))
