"""The daemon: APScheduler drives polling, the route, dispatch, reminders and housekeeping; signals end it gracefully."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from random import random

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from assistant import pipeline
from assistant.bootstrap import House
from assistant.core.retry import CONNECTION, wait
from assistant.gateways.errors import GatewayError
from assistant.gateways.imap import ImapMailbox
from assistant.gateways.smtp import SmtpPool
from assistant.settings import ConfigError, Organisation
from assistant.stages.context import Outcome
from assistant.stages.dispatch import copy_to_sent, dispatch
from assistant.stages.fetch import fetch
from assistant.stages.purge import purge
from assistant.stages.remind import remind
from assistant.stages.silence import report_silence, silent
from assistant.store import outbox
from assistant.store.errors import StoreError

log: structlog.stdlib.BoundLogger = structlog.get_logger("daemon")

IDLE_SECONDS = 25 * 60.0


@dataclass
class Summary:
    """What one ``run --once`` did."""

    fetched: int = 0
    handled: int = 0
    sent: int = 0
    quarantined: int = 0
    unreachable: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing was set aside and every server answered."""
        return not self.quarantined and not self.unreachable

    def line(self) -> str:
        """One line for people and logs."""
        unreachable = f", unreachable: {', '.join(self.unreachable)}" if self.unreachable else ""
        return f"fetched {self.fetched}, handled {self.handled}, sent {self.sent}, quarantined {self.quarantined}{unreachable}"


class Daemon:
    """Runs the route until told to stop. Every part may fail alone; the others go on."""

    STAGES = frozenset({stage.name for stage in pipeline.ROUTE} | set(pipeline.OUTER_STAGES))

    def __init__(self, house: House, stages: Iterable[str] | None = None) -> None:
        self.house = house
        self.stages = pipeline.select(stages)
        self.names = self.STAGES if stages is None else frozenset(stages)
        self.started_at = house.context.now()
        self.stopping = threading.Event()
        self.failures: dict[str, int] = {}
        self._mailboxes: dict[str, ImapMailbox] = {}
        self._loop = asyncio.new_event_loop()  # only the dispatch job runs on it, one run at a time
        self._pool: SmtpPool | None = None
        self._alone = ExitStack()
        self._scheduler = BackgroundScheduler(
            job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None},
            executors={
                "default": {"type": "threadpool", "max_workers": 6 + len(house.settings.organisations)}
            },
            timezone="UTC",
        )

    def run_once(self) -> Summary:
        """Drain mailboxes and queues, as far as they are among the chosen stages, then return what was done."""
        summary = Summary()
        try:
            self._enter()
            for organisation in self.house.readable if "fetch" in self.names else ():
                self._fetch_once(organisation, summary)
            outcome = pipeline.drain(self.house.context, self.stages)
            summary.handled, summary.quarantined = outcome.done, summary.quarantined + outcome.quarantined
            if "remind" in self.names:
                self._remind()
            if "dispatch" in self.names:
                self._dispatch_once(summary)
        except StoreError as error:
            summary.unreachable.append("database")
            log.error("database failed", reason=str(error))
        finally:
            self.close()
        return summary

    def _fetch_once(self, organisation: Organisation, summary: Summary) -> None:
        try:
            outcome = self._fetch(organisation) or Outcome()
            summary.fetched += outcome.done
            summary.quarantined += outcome.quarantined
        except (GatewayError, ConfigError) as error:
            summary.unreachable.append(organisation.id)
            log.error("mailbox failed", organisation=organisation.id, reason=str(error))

    def _dispatch_once(self, summary: Summary) -> None:
        try:
            summary.sent = self._loop.run_until_complete(self._drain_outbox())
            copy_to_sent(self.house.context, self._mailbox)
        except (GatewayError, ConfigError) as error:
            summary.unreachable.append("smtp")
            log.error("sending failed", reason=str(error))

    def _enter(self) -> None:
        """SQLite serves one process: what is still leased at its start was left behind by one that died."""
        self._alone.enter_context(self.house.database.alone())
        if not self.house.database.is_postgresql:
            with self.house.database.transaction() as session:
                outbox.release_leases(session)

    async def _drain_outbox(self) -> int:
        sent = 0
        while (
            not self.stopping.is_set()
            and (outcome := await dispatch(self.house.context, self._sender())).done
        ):
            sent += outcome.done
        return sent

    def _sender(self) -> SmtpPool:
        """One pool for the daemon's life: connections stay open, and a refused password is not tried at every tick."""
        if self._pool is None:
            self._pool = self.house.sender()
        return self._pool

    def start(self) -> None:
        """Begin the jobs and return; :meth:`stop` ends them.

        Raises:
            DatabaseUnavailable: the database cannot be used, or another process works on this SQLite file.
        """
        self._enter()
        schedule = self.house.settings.schedule
        if "fetch" in self.names:
            for organisation in self.house.readable:
                self._every(
                    f"poll {organisation.id}", schedule.poll_seconds, partial(self._poll, organisation)
                )
        if self.stages:
            self._every("route", 1.0, self._route)
        if "dispatch" in self.names:
            self._every("dispatch", schedule.dispatch_seconds, self._dispatch)
        if "remind" in self.names:
            self._every("remind", schedule.remind_seconds, self._remind)
        if "purge" in self.names:
            self._every("housekeeping", schedule.housekeeping_seconds, lambda: purge(self.house.context))
        self._scheduler.start()

    def run(self) -> None:
        """Run until SIGTERM or SIGINT.

        Raises:
            DatabaseUnavailable: see :meth:`start`.
        """
        for signal_number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signal_number, lambda *_: self.stopping.set())
        self.start()
        log.info("running", mailboxes=len(self.house.readable), stages=sorted(self.names))
        self.wait()
        log.info("stopping")
        self.stop()

    def wait(self) -> None:
        """Block until somebody asks to stop; in slices, so that signals come through."""
        while not self.stopping.wait(0.5):
            pass

    def stop(self) -> None:
        """Let running work finish and close all doors."""
        self.stopping.set()
        self._scheduler.shutdown(wait=True)
        self.close()

    def close(self) -> None:
        """Log out everywhere."""
        if self._pool is not None:
            self._loop.run_until_complete(self._pool.close())
            self._pool = None
        for mailbox in self._mailboxes.values():
            mailbox.close()
        self._mailboxes.clear()
        self._alone.close()

    def _every(self, name: str, seconds: float, work: Callable[[], object]) -> None:
        self._scheduler.add_job(
            lambda: self._guarded(name, work),
            "interval",
            seconds=seconds,
            id=name,
            next_run_time=self.house.context.now(),
        )

    def _guarded(self, name: str, work: Callable[[], object]) -> None:
        """One failing part must not end the others; it backs off and tries again."""
        try:
            work()
            self.failures.pop(name, None)
        except (GatewayError, ConfigError, StoreError) as error:
            self._back_off(name)
            log.error("failed", job=name, reason=str(error), attempts=self.failures[name])
        except Exception as error:  # the daemon outlives any defect
            self._back_off(name)
            log.error("failed", job=name, error=type(error).__name__, attempts=self.failures[name])

    def _back_off(self, name: str) -> None:
        self.failures[name] = self.failures.get(name, 0) + 1
        pause = wait(CONNECTION, self.failures[name], random())  # noqa: S311 - spreads reconnects
        if not self.stopping.is_set():
            self._scheduler.modify_job(name, next_run_time=self.house.context.now() + pause)

    def _wake(self, name: str) -> None:
        if not self.stopping.is_set() and self._scheduler.get_job(name) is not None:
            self._scheduler.modify_job(name, next_run_time=self.house.context.now())

    def _mailbox(self, organisation_id: str) -> ImapMailbox:
        if organisation_id not in self._mailboxes:
            self._mailboxes[organisation_id] = self.house.mailbox(
                self.house.settings.organisation(organisation_id)
            )
        return self._mailboxes[organisation_id]

    def _fetch(self, organisation: Organisation) -> Outcome | None:
        """Read one mailbox; None where another process holds it."""
        with self.house.database.exclusive(f"poll {organisation.id}") as held:
            return (
                fetch(self.house.context, self._mailbox(organisation.id), organisation.id) if held else None
            )

    def _poll(self, organisation: Organisation) -> None:
        """Fetch; and where the server offers IDLE, wait in it and fetch again as soon as something comes."""
        mailbox = self._mailbox(organisation.id)
        while not self.stopping.is_set():
            outcome = self._fetch(organisation)
            if outcome is None:
                return  # another process reads this mailbox
            if outcome.done:
                self._wake("route")
            self.failures.pop(f"poll {organisation.id}", None)
            if not mailbox.offers_idle:
                return
            mailbox.idle(self.stopping, IDLE_SECONDS)

    def _route(self) -> None:
        if pipeline.drain(self.house.context, self.stages, self.stopping.is_set).done:
            self._wake("dispatch")

    def _dispatch(self) -> None:
        with self.house.database.reading() as session:
            waiting = outbox.waiting(session)
        if waiting:
            self._loop.run_until_complete(self._drain_outbox())
        copy_to_sent(self.house.context, self._own_mailbox)

    def _own_mailbox(self, organisation_id: str) -> ImapMailbox:
        """A second connection: the first one may be in IDLE on another thread."""
        key = f"sent {organisation_id}"
        if key not in self._mailboxes:
            self._mailboxes[key] = self.house.mailbox(self.house.settings.organisation(organisation_id))
        return self._mailboxes[key]

    def _remind(self) -> None:
        with self.house.database.exclusive("remind") as held:
            if held:
                remind(self.house.context)
                report_silence(self.house.context, self.house.readable, self.started_at)

    def silent_mailboxes(self) -> list[str]:
        """The mailboxes that could not be read for longer than configured; empty means healthy."""
        with self.house.database.reading() as session:
            found = silent(self.house.context, session, self.house.readable, self.started_at)
        return [organisation.id for organisation in found]
