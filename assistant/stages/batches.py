"""Work through a queue in batches: one transaction for many items, and one by one as soon as an item fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from assistant.stages.context import Context, Outcome, log
from assistant.store.errors import DatabaseUnavailable, RowUnreadable


class Queued(Protocol):
    """A row of a queue."""

    id: int


Row = TypeVar("Row", bound=Queued)


def in_batches(
    context: Context,
    size: int,
    claim: Callable[[Session, int], Sequence[Row]],
    handle: Callable[[Session, Sequence[Row]], None],
    set_aside: Callable[[int, Exception], Outcome],
) -> Outcome:
    """Handle at most ``size`` items.

    A failure rolls the whole batch back; then each item gets a transaction of its own, so that the one that fails is known,
    goes to ``set_aside``, and the others still go through.

    Raises:
        DatabaseUnavailable: the database cannot be used now; that is no item's fault and costs none an attempt.
    """
    try:
        with context.database.transaction() as session:
            rows = claim(session, size)
            if rows:
                handle(session, rows)
        return Outcome(len(rows))
    except Exception as error:  # whatever it is, it must not stop the queue
        log.warning("batch failed, one by one now", stage=handle.__name__, error=type(error).__name__)
    total = Outcome()
    for _ in range(size):
        total += (outcome := _one(context, claim, handle, set_aside))
        if not outcome.done:
            break
    return total


def each(
    context: Context,
    ids: Sequence[int],
    size: int,
    handle: Callable[[Session, Sequence[int]], int],
    failed: Callable[[int, Exception], None],
) -> int:
    """Handle these cases batch by batch; where a batch fails, one by one, so that one bad case does not stop the others.

    Returns how much was done.

    Raises:
        DatabaseUnavailable: the database cannot be used now.
    """
    done = 0
    for start in range(0, len(ids), size):
        batch = ids[start : start + size]
        try:
            with context.database.transaction() as session:
                done += handle(session, batch)
            continue
        except Exception as error:  # whatever it is, it must not stop the sweep
            log.warning("batch failed, one by one now", stage=handle.__name__, error=type(error).__name__)
        for id_ in batch:
            try:
                with context.database.transaction() as session:
                    done += handle(session, [id_])
            except DatabaseUnavailable:
                raise
            except Exception as error:
                failed(id_, error)
    return done


def _one(
    context: Context,
    claim: Callable[[Session, int], Sequence[Row]],
    handle: Callable[[Session, Sequence[Row]], None],
    set_aside: Callable[[int, Exception], Outcome],
) -> Outcome:
    id_: int | None = None
    try:
        with context.database.transaction() as session:
            rows = claim(session, 1)
            if not rows:
                return Outcome()
            id_ = rows[0].id
            handle(session, rows)
    except DatabaseUnavailable:
        raise
    except RowUnreadable as error:
        return set_aside(error.id_, error)
    except Exception as error:
        if id_ is None:
            raise
        return set_aside(id_, error)
    return Outcome(1)
