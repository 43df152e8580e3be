"""The daemon of the kill test, in a process of its own: the real one, told at which boundary it must die.

``python killed_daemon.py CONFIG BOUNDARY NUMBER`` runs ``run --once``; at the NUMBER-th passing of BOUNDARY it kills itself.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant import bootstrap, config_files, logs
from assistant.daemon import Daemon
from assistant.gateways.imap import ImapMailbox
from assistant.gateways.smtp import SmtpPool
from assistant.store.database import Database
from tests.house import KeywordClassifier


class Boundary:
    """Counts how often each boundary is passed, and dies at the chosen one."""

    def __init__(self, name: str, number: int) -> None:
        self.name, self.left = name, number

    def passed(self, name: str) -> None:
        """Die here if it is time; SIGKILL leaves no chance to tidy up."""
        if name == self.name:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def main(config: str, name: str, number: str) -> int:
    """Run once with the boundary armed."""
    boundary = Boundary(name, int(number))
    _arm(boundary)
    loaded = config_files.load(Path(config))
    logs.configure(loaded.logging)
    context = replace(bootstrap.desk_context(loaded), loaded=KeywordClassifier())  # type: ignore[arg-type]
    house = bootstrap.House(
        settings=loaded,
        database=context.database,
        context=context,
        mailbox=lambda organisation: bootstrap.mailbox(loaded, organisation),
        sender=lambda: SmtpPool(bootstrap.smtp_account(loaded.smtp), connections=2),
    )
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    return 0 if Daemon(house).run_once().clean else 1


def _arm(boundary: Boundary) -> None:
    transaction, seen, send = Database.transaction, ImapMailbox.mark_seen, SmtpPool.send

    @contextmanager
    def watched(self: Database) -> Iterator[Any]:
        boundary.passed("before_transaction")
        with transaction(self) as session:
            yield session
            boundary.passed("before_commit")
        boundary.passed("after_commit")

    def told(self: ImapMailbox, uids: Any) -> None:
        boundary.passed("before_seen")
        seen(self, uids)
        boundary.passed("after_seen")

    async def sent(self: SmtpPool, outgoing: Any) -> Any:
        boundary.passed("before_smtp")
        result = await send(self, outgoing)
        boundary.passed("after_smtp")
        return result

    Database.transaction = watched  # type: ignore[method-assign]
    ImapMailbox.mark_seen = told  # type: ignore[method-assign]
    SmtpPool.send = sent  # type: ignore[method-assign]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
