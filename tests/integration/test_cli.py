"""The commands as an administrator types them, against a real Dovecot and a real SMTP server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.test_kill import SECRET, USER, request_mail, write_config
from tests.servers import DovecotServer, Missing, SmtpSink, dovecot, smtp_sink

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Installation:
    """One installed assistant with its servers."""

    config: Path
    server: DovecotServer
    sink: SmtpSink
    secret: str = SECRET

    def run(self, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """One `assistant …`."""
        environment = {
            **os.environ,
            "KILL_TEST_SECRET": self.secret,
            "ASSISTANT_CONFIG": str(self.config),
            "COLUMNS": "200",
        }
        return subprocess.run(
            [sys.executable, "-m", "assistant", *arguments],
            input=stdin, env=environment, capture_output=True, text=True, timeout=120, cwd=ROOT, check=False,
        )  # fmt: skip


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("cli") / "config"
    folder.mkdir()
    try:
        with dovecot(users={USER: SECRET}) as server, smtp_sink() as sink:
            write_config(folder, server.imap_port, sink.port, f"sqlite:///{folder.parent}/cli.sqlite3")
            yield Installation(folder, server, sink)
    except Missing as error:
        pytest.skip(str(error))


def test_a_day_in_commands(installation: Installation) -> None:
    done = installation.run("run", "--once")
    assert done.returncode == 1
    assert "assistant migrate" in done.stderr
    assert installation.run("migrate").returncode == 0
    check = installation.run("check-config")
    assert check.returncode == 0, check.stdout
    assert "vng: IMAP ok" in check.stdout
    assert "SMTP ok" in check.stdout

    installation.server.deliver(USER, request_mail(1))
    done = installation.run("run", "--once")
    assert done.returncode == 0, done.stderr
    assert "fetched 1" in done.stdout
    assert len(installation.sink.mails) == 1

    line = json.loads(installation.run("cases", "--json").stdout.splitlines()[0])
    assert line["reference"] == "VNG-2026-0001"
    assert set(line) >= {"reference", "organisation", "status", "labels", "summary", "received", "due"}
    assert "voorbeeld.example" not in json.dumps(line)
    shown = installation.run("show", "vng-2026-0001").stdout
    assert "opened" in shown
    assert "art." in shown
    assert "1 histories hold" in installation.run("verify").stdout
    assert "BEGIN:VCALENDAR" in installation.run("calendar", "vng").stdout
    assert "encrypted anew" in installation.run("rotate-keys").stdout


def test_wrong_password_is_one_clear_line_and_exit_code_1(installation: Installation) -> None:
    wrong = Installation(installation.config, installation.server, installation.sink, secret="fout")
    check = wrong.run("check-config")
    assert check.returncode == 1
    assert len([line for line in check.stdout.splitlines() if "vng" in line]) == 1
    assert "fout" not in check.stdout.lower().replace("foutmelding", "")
    done = wrong.run("run", "--once")
    assert done.returncode == 1
    assert "unreachable: vng" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("show", "VNG-1999-0001"), "assistant cases"),
        (("run", "--stages", "nonsense"), "known are"),
        (("calendar", "nobody"), "known are"),
        (("approve", "VNG-1999-0001"), "assistant cases"),
        (("cases", "--config", "/nowhere"), "--config"),
    ],
)
def test_wrong_use_is_one_clear_line(
    installation: Installation, arguments: tuple[str, ...], part: str
) -> None:
    installation.run("migrate")
    done = installation.run(*arguments)
    assert done.returncode != 0
    assert part in done.stderr
    assert "Traceback" not in done.stderr


def test_deadline_for_programs_and_people(installation: Installation) -> None:
    case = {"id": "a", "country": "NL", "kind": "request", "received": "2026-03-05T10:00:00+01:00"}
    done = installation.run(
        "deadline", stdin=json.dumps(case) + "\nnonsense\n" + json.dumps({**case, "country": "DE"}) + "\n"
    )
    good, bad, worse = (json.loads(line) for line in done.stdout.splitlines())
    assert (good["id"], good["due"]) == ("a", "2026-04-07")
    assert "line 2" in bad["error"]
    assert "country" in worse["error"]
    assert done.returncode == 1
    shown = installation.run("deadline", "--received", "2026-03-05T10:00")
    assert "2026-04-07" in shown.stdout
    assert "Eerste Paasdag" in shown.stdout
    assert installation.run("deadline", "--received", "gisteren").returncode == 1


def test_screen_reads_files_and_lines(installation: Installation, tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(b"From: a@b.nl\r\nSubject: x\r\nAuto-Submitted: auto-replied\r\n\r\nweg\r\n")
    answer = json.loads(installation.run("screen", str(file)).stdout)
    assert answer["answer"] is False
    assert set(answer) == {"id", "answer", "rule", "reason", "reply_to"}
    raw = "From: Jo <jo@b.nl>\r\nReturn-Path: <jo@b.nl>\r\nTo: po@vng.nl\r\nSubject: inzage\r\n\r\nMag ik mijn gegevens zien?\r\n"
    done = installation.run("screen", stdin=json.dumps({"id": 1, "raw": raw}) + "\n")
    assert json.loads(done.stdout)["answer"] is True
    assert installation.run("screen", str(tmp_path / "none.eml")).returncode == 1


def test_classify_answers_every_line(installation: Installation) -> None:
    mail = {
        "id": "1",
        "mailbox": "vng",
        "subject": "inzage",
        "body": "Ik wil inzage in mijn persoonsgegevens.",
    }
    done = installation.run("classify", stdin=json.dumps(mail) + "\n{}\n")
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert set(first) == {"id", "labels", "scores", "confident", "evidence", "followup", "new_text", "model"}
    assert first["labels"] == ["access"]
    assert "error" in second
    assert done.returncode == 1
