"""Two expressions about time that SQLite and PostgreSQL spell differently. Moments are UTC on both."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Float, FunctionElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler


class seconds_between(FunctionElement[float]):
    """Elapsed seconds from the first moment to the second."""

    name = "seconds_between"
    type = Float()
    inherit_cache = True


class at_or_after(FunctionElement[bool]):
    """Whether a moment (first) is at or after a time "HH:MM:SS" UTC (third) on a date (second)."""

    name = "at_or_after"
    type = Boolean()
    inherit_cache = True


@compiles(seconds_between, "sqlite")
def _seconds_sqlite(element: seconds_between, compiler: SQLCompiler, **more: Any) -> str:
    first, second = (compiler.process(one, **more) for one in element.clauses)
    return f"((julianday({second}) - julianday({first})) * 86400.0)"


@compiles(seconds_between, "postgresql")
def _seconds_postgresql(element: seconds_between, compiler: SQLCompiler, **more: Any) -> str:
    first, second = (compiler.process(one, **more) for one in element.clauses)
    return f"EXTRACT(EPOCH FROM {second} - {first})"


@compiles(at_or_after, "sqlite")
def _after_sqlite(element: at_or_after, compiler: SQLCompiler, **more: Any) -> str:
    # Stored moments are text of one form ("2026-10-01 22:00:00.000000"), so they compare as text.
    moment, day, hour = (compiler.process(one, **more) for one in element.clauses)
    return f"({moment} >= {day} || ' ' || {hour} || '.000000')"


@compiles(at_or_after, "postgresql")
def _after_postgresql(element: at_or_after, compiler: SQLCompiler, **more: Any) -> str:
    moment, day, hour = (compiler.process(one, **more) for one in element.clauses)
    return f"({moment} >= (({day} + CAST({hour} AS TIME)) AT TIME ZONE 'UTC'))"
