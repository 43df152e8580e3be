"""Whatever goes wrong on the command line is one clear line with its cure, without a traceback and without what mails hold."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import bootstrap
from assistant.config_files import load
from assistant.stages import accounts
from assistant.store.account_tables import AccountRow, StaffRole
from assistant.store.vault import new_key
from tests.house import House, KeywordClassifier
from tests.integration.test_kill import write_config

ROOT = Path(__file__).resolve().parents[2]


class Shell:
    """One installation without mail servers, and a shell in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "config"
        self.config.mkdir()
        write_config(self.config, 1, 1, f"sqlite:///{folder}/cli.sqlite3")
        self.keys = self.config / "keys"

    def run(self, *arguments: str, stdin: str | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "ASSISTANT_CONFIG": str(self.config),
            "KILL_TEST_SECRET": "x",
            "COLUMNS": "200",
            **more,
        }
        return subprocess.run(
            [sys.executable, "-m", "assistant", *arguments], input=stdin, env=environment, capture_output=True, text=True,
            timeout=120, cwd=ROOT, check=False,
        )  # fmt: skip


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    made = Shell(tmp_path_factory.mktemp("errors"))
    assert made.run("migrate").returncode == 0
    done = made.run("user", "add", "J.Jansen@Example.nl", "--name", "[/b] J. Jansen\x1b[2J", "--role=all:fg")
    assert done.returncode == 0, done.stderr
    return made


WRONG = {
    ("user", "add", "j.jansen@example.nl", "--name", "J", "--role=vng:fg"): "al een account",
    ("user", "add", "geen adres", "--name", "J", "--role=vng:fg"): "geen e-mailadres",
    ("user", "add", "k@example.nl", "--name", " ", "--role=vng:fg"): "Vul een naam in",
    ("user", "add", "k@example.nl", "--name", "K", "--role=vng"): "organisation:role",
    ("user", "add", "k@example.nl", "--name", "K", "--role=vng:[/baas]"): "[/baas]",
    ("user", "add", "k@example.nl", "--name", "K", "--role=nergens:fg"): "nergens",
    ("user", "add", "k@example.nl", "--name", "K", "--role=vng:geen"): "organisation:role",
    ("user", "add", "k@example.nl", "--name", "K", "--role=vng:fg", "--oidc-only"): "openid_connect",
    ("user", "roles", "niemand@example.nl", "--role=vng:fg"): "no account",
    ("user", "link", "j.jansen@example.nl", "x"): "openid_connect",
    ("user", "unlock", "[/x]"): "[/x]",
    ("show", "[/x]"): "assistant cases",
    ("approve", "VNG-2026-0001"): "assistant cases",
    ("cases", "--status", "open"): "in_progress",
    ("cases", "--organisation", "x"): "not configured",
    ("verify", "/nergens.zip"): "does not exist",
    ("run", "--stages", "dans"): "unknown dans",
}


@pytest.mark.parametrize("command", WRONG, ids=[" ".join(command)[:60] for command in WRONG])
def test_wrong_input_is_one_line(shell: Shell, command: tuple[str, ...]) -> None:
    done = shell.run(*command)
    assert done.returncode == 1
    assert WRONG[command] in done.stderr
    assert done.stderr.startswith("fout:")
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert done.stdout == ""


def test_password_that_is_too_easy_is_refused_and_makes_nothing(shell: Shell) -> None:
    done = shell.run(
        "user", "add", "kort@example.nl", "--name", "K", "--role=vng:fg", "--ask", stdin="kort\nkort\n"
    )
    assert done.returncode == 1
    assert "minstens 12 tekens" in done.stderr
    assert "kort@example.nl" not in shell.run("user", "list").stdout


def test_names_of_others_do_not_drive_the_terminal(shell: Shell) -> None:
    listed = shell.run("user", "list")
    assert listed.returncode == 0, listed.stderr
    assert "[/b] J. Jansen" in listed.stdout
    assert "\x1b" not in listed.stdout


def _no_key(shell: Shell) -> dict[str, str]:
    return {"ASSISTANT__DATABASE__KEYS": f'{{"file": "{shell.folder}/weg"}}'}


def _file(shell: Shell, name: str, text: str) -> dict[str, str]:
    path = shell.folder / name
    path.write_text(text)
    return {"ASSISTANT__DATABASE__KEYS": f'{{"file": "{path}"}}'}


BROKEN: dict[str, tuple[Callable[[Shell], dict[str, str]], str]] = {
    "no key file": (_no_key, "assistant migrate"),
    "empty key file": (lambda s: _file(s, "leeg", ""), "no encryption key"),
    "damaged key file": (lambda s: _file(s, "kapot", "kapot\n"), "back-up"),
    "another key": (lambda s: _file(s, "ander", new_key() + "\n"), "restore that key|last key"),
    "new key after the old one": (lambda s: _file(s, "verkeerd", s.keys.read_text() + new_key() + "\n"), "never after"),
    "no database server": (
        lambda s: {"ASSISTANT__DATABASE__URL": "postgresql+psycopg://x:geheim@127.0.0.1:1/x"}, "Connection refused"
    ),
    "no folder": (lambda s: {"ASSISTANT__DATABASE__URL": "sqlite:////proc/x/y.sqlite3"}, "database.url"),
    "not migrated": (lambda s: {"ASSISTANT__DATABASE__URL": f"sqlite:///{s.folder}/leeg.sqlite3"}, "assistant migrate"),
    "provider without TLS": (
        lambda s: {"ASSISTANT__DESK__OPENID_CONNECT": '{"issuer":"http://x.nl","client_id":"a","client_secret":{"env":"X"}}'},
        "https",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_broken_installation_is_one_line(shell: Shell, what: str) -> None:
    import re

    prepare, told = BROKEN[what]
    done = shell.run("user", "list", **prepare(shell))
    assert done.returncode == 1
    assert re.search(told, done.stderr), done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "geheim" not in done.stderr
    assert done.stdout == ""


def test_subject_and_text_of_a_mail_do_not_drive_the_terminal(shell: Shell) -> None:
    """`show` and `drafts` print what strangers wrote."""
    loaded = load(shell.config)
    context = replace(bootstrap.desk_context(loaded), loaded=KeywordClassifier())  # type: ignore[arg-type]
    house = House(context.database, loaded)
    house.receive(
        "vng",
        "Klacht [/red] [bold]",
        "Ik dien een klacht in.\n\x1b[2J\x1b]0;x\x07 [/x]",
        sender="Mo <mo@x.example>",
    )
    context.database.close()
    reference = house.cases[-1].reference
    shown = shell.run("show", reference)
    assert shown.returncode == 0, shown.stderr
    assert "[/red]" in shown.stdout
    assert "\x1b" not in shown.stdout
    assert "\x07" not in shown.stdout
    drafts = shell.run("drafts")
    assert drafts.returncode == 0, drafts.stderr
    asked = shell.run("approve", reference, stdin="n\n")
    assert asked.returncode == 1
    assert "Traceback" not in asked.stderr


def test_accounts_made_in_a_shell_are_in_the_audit_trail(shell: Shell) -> None:
    from assistant.store.account_tables import AuditRow

    context = bootstrap.desk_context(load(shell.config))
    with context.database.reading() as session:
        lines = session.query(AuditRow).all()
        [row] = session.query(AccountRow).all()
    made = [line for line in lines if line.action == "account gemaakt"]
    assert [(line.actor, line.organisation) for line in made] == [(accounts.COMMAND_LINE, "vng")]
    assert row.must_change
    assert row.email == "j.jansen@example.nl"
    with context.database.reading() as session:
        from assistant.store.accounts import roles_of

        assert roles_of(session, row.id) == {"vng": frozenset({StaffRole.FG})}
    context.database.close()
