"""Logs through structlog, JSON or for people: references and counts, never names, addresses or text."""

from __future__ import annotations

import logging
import sys

import structlog

from assistant.settings import Logging


def configure(settings: Logging) -> None:
    """Set up logging for this process, on standard error."""
    level = getattr(logging, settings.level.upper())
    people = settings.format == "console" or (settings.format == "auto" and sys.stderr.isatty())
    renderer = (
        structlog.dev.ConsoleRenderer() if people else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    # Libraries log addresses and message text at debug and info: only what goes wrong may come through.
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr, force=True)
