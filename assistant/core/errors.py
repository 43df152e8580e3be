"""Every error that the core raises on purpose; each message names the place and the cure."""


class CoreError(Exception):
    """Base of all errors raised by :mod:`assistant.core`."""


class LedgerError(CoreError):
    """A ledger contradicts itself or the calendar (naive datetime, unknown country, answer before question)."""


class IllegalTransition(CoreError):
    """An event that the case's status does not allow (:mod:`assistant.core.lifecycle`); nothing has changed."""


class MalformedEvent(IllegalTransition):
    """An event whose data are not what the lifecycle table promises; nothing has changed."""


class BrokenHistory(CoreError):
    """Stored events that cannot be read back or do not chain (:mod:`assistant.core.history`)."""


class PlanError(CoreError):
    """A reminder plan or retry schedule that makes no sense (negative offset, no attempts)."""
