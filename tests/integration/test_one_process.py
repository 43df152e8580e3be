"""The daemon as a process: alone on its SQLite file, and gone soon after SIGTERM with nothing lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest

from tests.integration.test_bad_input import ROOT, command
from tests.integration.test_kill import SECRET, USER, request_mail, write_config
from tests.servers import Missing, dovecot, smtp_sink

MAILS = 60
MOST_MEMORY = 400 * 1024 * 1024


def start(config: Path) -> subprocess.Popen[str]:
    environment = {
        **os.environ, "KILL_TEST_SECRET": SECRET, "ASSISTANT_CONFIG": str(config),
        "ASSISTANT__DESK__ENABLED": "false", "ASSISTANT__SCHEDULE__DISPATCH_SECONDS": "0.5",
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "assistant", "run"],
        env=environment,
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_second_process_is_turned_away_and_sigterm_loses_nothing(tmp_path: Path) -> None:
    try:
        with dovecot(users={USER: SECRET}) as server, smtp_sink() as sink:
            write_config(tmp_path, server.imap_port, sink.port, f"sqlite:///{tmp_path}/x.sqlite3")
            assert command(tmp_path, "migrate").returncode == 0
            for number in range(MAILS):
                server.deliver(USER, request_mail(number))
            running = start(tmp_path)
            until = time.monotonic() + 60
            while not sink.mails:
                assert time.monotonic() < until
                assert running.poll() is None, running.stderr.read() if running.stderr else ""
                time.sleep(0.01)
            second = command(tmp_path, "run", "--once")
            assert second.returncode == 1
            assert "another assistant runs on" in second.stderr
            assert psutil.Process(running.pid).memory_info().rss < MOST_MEMORY
            asked = time.monotonic()
            running.send_signal(signal.SIGTERM)
            _, errors = running.communicate(timeout=60)
            assert running.returncode == 0, errors
            assert time.monotonic() - asked < 30
            assert "Traceback" not in errors
            assert command(tmp_path, "run", "--once").returncode == 0
            times = Counter(mail.recipients[0] for mail in sink.mails)
            assert times == Counter({f"persoon{n}@voorbeeld.example": 1 for n in range(MAILS)})
    except Missing as error:
        pytest.skip(str(error))
