"""What every stage works with, handed in by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from assistant.settings import Organisation, Settings
from assistant.store.database import Database

if TYPE_CHECKING:
    from assistant.gateways.ports import LetterBuilder
    from classifiers import Classifier

log: structlog.stdlib.BoundLogger = structlog.get_logger("route")


@dataclass(frozen=True)
class Context:
    """The equipment of the route. ``now`` gives the aware present moment; ``token`` an unguessable word for Message-IDs."""

    database: Database
    settings: Settings
    build: LetterBuilder
    now: Callable[[], datetime]
    token: Callable[[], str]
    loaded: Classifier | None = None

    @property
    def classifier(self) -> Classifier:
        """The classifier; commands that judge no mail do without it, because loading takes a second."""
        if self.loaded is None:
            raise RuntimeError("this context was built without a classifier")
        return self.loaded

    def organisation(self, id_: str) -> Organisation:
        """The configured organisation with this id."""
        return self.settings.organisation(id_)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run of a stage did: items handled, and items that were set aside for a person."""

    done: int = 0
    quarantined: int = 0

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(self.done + other.done, self.quarantined + other.quarantined)
