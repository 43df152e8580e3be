"""Every error that the core raises on purpose; each message names the place and the cure."""


class CoreError(Exception):
    """Base of all errors raised by :mod:`assistant.core`."""


class LedgerError(CoreError):
    """A ledger contradicts itself or the calendar (naive datetime, unknown country, answer before question)."""


class IllegalTransition(CoreError):
    """An event that the case's status does not allow (:mod:`assistant.core.lifecycle`); nothing has changed."""
