"""The route as one visible, ordered table: what happens to a mail after its bytes are safe, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assistant.stages.classify import classify
from assistant.stages.context import Context, Outcome
from assistant.stages.draft import draft
from assistant.stages.ingest import ingest
from assistant.stages.open import open_case


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: ``run`` handles one item or one batch and says how much it did; zero means nothing is waiting."""

    name: str
    run: Callable[[Context], Outcome]


ROUTE: tuple[Stage, ...] = (
    Stage("ingest", ingest),
    Stage("classify", classify),
    Stage("open", open_case),
    Stage("draft", draft),
)
"""Fetch comes before it and dispatch behind it; they have doors and so their own jobs (:mod:`assistant.daemon`)."""

OUTER_STAGES = ("fetch", "dispatch", "remind", "purge")


def select(names: Iterable[str] | None) -> tuple[Stage, ...]:
    """The stages of the route with these names, in the route's order; all of them for None."""
    return ROUTE if names is None else tuple(stage for stage in ROUTE if stage.name in set(names))


def drain(
    context: Context, stages: tuple[Stage, ...] = ROUTE, stopping: Callable[[], bool] = lambda: False
) -> Outcome:
    """Run the stages until nothing is waiting in any of them, or ``stopping`` says so.

    A stage that fails as a whole does not keep the mail before and behind it from going on; its error is raised at the end.
    """
    total, problem = Outcome(), None
    while True:
        passed = Outcome()
        for stage in stages:
            try:
                while not stopping() and (outcome := stage.run(context)).done:
                    passed += outcome
            except Exception as error:
                problem = error
                stages = tuple(other for other in stages if other is not stage)
        if not passed.done:
            if problem is not None:
                raise problem
            return total
        total += passed
