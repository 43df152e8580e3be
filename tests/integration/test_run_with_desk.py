"""`assistant run` with its desk as a process of its own: Dovecot, an SMTP server, SQLite and PostgreSQL, and a new colleague."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pyotp
import pytest
from sqlalchemy.engine import make_url

from assistant.stages import dossier_check
from assistant.store.vault import new_key
from tests.desk_house import csrf_of
from tests.integration.test_kill import SECRET, USER, request_mail, write_config
from tests.servers import (
    CuttingProxy,
    DovecotServer,
    Missing,
    SmtpSink,
    dovecot,
    free_port,
    postgres,
    smtp_sink,
)
from tests.servers.processes import stop

pytestmark = [pytest.mark.integration, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
NEW = "vier rustige groene kikkers"


@dataclass
class Installed:
    """One installation: its configuration, servers and desk."""

    config: Path
    server: DovecotServer
    sink: SmtpSink
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "KILL_TEST_SECRET": SECRET,
            "ASSISTANT_CONFIG": str(self.config),
            "COLUMNS": "200",
        }

    def run(self, *arguments: str, stdin: str | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        """One `assistant …` to its end."""
        return subprocess.run(
            [sys.executable, "-m", "assistant", *arguments], input=stdin, env={**self.environment, **more}, capture_output=True,
            text=True, timeout=120, cwd=ROOT, check=False,
        )  # fmt: skip

    def must(self, *arguments: str) -> str:
        """One that has to succeed; what it prints."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def running(self, **more: str) -> Iterator[subprocess.Popen[bytes]]:
        """`assistant run` until the end of the block."""
        log = self.config.parent / "run.log"
        with log.open("ab") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "assistant", "run"], env={**self.environment, **more}, stdout=out, stderr=out, cwd=ROOT,
                start_new_session=True,
            )  # fmt: skip
        try:
            wait_for(lambda: process.poll() is not None or self._answers())
            assert process.poll() is None, log.read_text()
            yield process
        finally:
            stop(process, seconds=30)

    def _answers(self) -> bool:
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(f"{self.url}/healthz", timeout=5).status_code == 200
        return False

    def browser(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=30, follow_redirects=True)


def wait_for(true: Callable[[], bool], seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.1)


def install(folder: Path, server: DovecotServer, sink: SmtpSink, database: str, desk: str = "") -> Installed:
    config = folder / "config"
    config.mkdir()
    write_config(config, server.imap_port, sink.port, database)
    port = free_port()
    with (config / "assistant.toml").open("a") as file:
        file.write(
            f'\n[schedule]\ndispatch_seconds = 0.5\npoll_seconds = 1\n[desk]\nport = {port}\nbase_url = "http://127.0.0.1:{port}"\n{desk}'
        )
    made = Installed(config, server, sink, port)
    assert "revision" in made.must("migrate")
    return made


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[DovecotServer, SmtpSink]]:
    try:
        with dovecot(users={USER: SECRET}) as server, smtp_sink() as sink:
            yield server, sink
    except Missing as error:
        pytest.skip(str(error))


@pytest.fixture(params=["sqlite", "postgresql"])
def installed(
    request: pytest.FixtureRequest, tmp_path: Path, servers: tuple[DovecotServer, SmtpSink]
) -> Iterator[Installed]:
    if request.param == "sqlite":
        yield install(tmp_path, *servers, f"sqlite:///{tmp_path}/desk.sqlite3")
        return
    try:
        with postgres() as url:
            yield install(tmp_path, *servers, url)
    except Missing as error:
        pytest.skip(str(error))


def sign_in(client: httpx.Client, email: str, password: str, to: str = "/account") -> httpx.Response:
    form = {"csrf": csrf_of(client.get("/inloggen").text), "email": email, "wachtwoord": password, "naar": to}
    return client.post("/inloggen", data=form)


def first_password(printed: str) -> str:
    found = re.search(r"password[^:]*: (\S+)", printed)
    assert found, printed
    return found[1]


def test_a_new_colleague_from_first_password_to_code(installed: Installed) -> None:
    """From an empty machine to a letter: every step as the documentation says it."""
    email, sent = "j.jansen@example.nl", len(installed.sink.mails)
    roles = [f"--role=vng:{role}" for role in ("behandelaar", "goedkeurder", "beheerder")]
    printed = first_password(installed.must("user", "add", email, "--name", "J. Jansen", *roles))
    with installed.running():
        number = int(time.time() * 1000) % 100_000_000
        installed.server.deliver(USER, request_mail(number))
        wait_for(lambda: len(installed.sink.mails) > sent)
        with installed.browser() as client:
            page = sign_in(client, email, printed, "/werkvoorraad")
            assert page.url.path == "/wachtwoord"
            assert client.get("/werkvoorraad").url.path == "/wachtwoord"
            word = csrf_of(page.text)
            same = client.post(
                "/wachtwoord", data={"csrf": word, "oud": printed, "nieuw": printed, "nogmaals": printed}
            )
            assert same.status_code == 422
            changed = client.post(
                "/wachtwoord", data={"csrf": word, "oud": printed, "nieuw": NEW, "nogmaals": NEW}
            )
            assert changed.url.path == "/werkvoorraad"
            assert "VNG-" in changed.text
            account = client.get("/account").text
            secret = re.search(r"<code>([A-Z2-7]{32})</code>", account)
            assert secret
            wrong = client.post("/account/code", data={"csrf": word, "geheim": secret[1], "code": "000000"})
            assert wrong.status_code == 422
            assert "klopt niet" in wrong.text
            odd = client.post(
                "/account/code", data={"csrf": word, "geheim": "geen sleutel", "code": "000000"}
            )
            assert odd.status_code == 422
            assert "sleutel klopt niet" in odd.text
            done = client.post(
                "/account/code", data={"csrf": word, "geheim": secret[1], "code": pyotp.TOTP(secret[1]).now()}
            )
            assert done.status_code == 200
            again = client.post(
                "/account/code", data={"csrf": word, "geheim": pyotp.random_base32(), "code": "000000"}
            )
            assert "staat al aan" in again.text
            assert client.post("/uitloggen", data={"csrf": word}).url.path == "/inloggen"
        _signs_in_with_code(installed, email, secret[1])
        _locks_and_unlocks(installed, email)
        listed = installed.must("user", "list")
        assert "J. Jansen" in listed
        assert installed.run("user", "roles", email, "--role=vng:geen").returncode == 0
        assert "behandelaar" not in installed.must("user", "list")
        _closes_and_opens(installed, email)


def _signs_in_with_code(installed: Installed, email: str, secret: str) -> None:
    with installed.browser() as client:
        page = sign_in(client, email, NEW)
        assert page.url.path == "/inloggen/code"
        assert client.get("/werkvoorraad").url.path == "/inloggen"
        form = {"csrf": csrf_of(page.text), "naar": "/account"}
        assert client.post("/inloggen/code", data={**form, "code": "123456"}).status_code == 401
        code = pyotp.TOTP(secret).at(time.time() + 30)  # the code of now was used to set it up
        assert client.post("/inloggen/code", data={**form, "code": code}).url.path == "/account"


def _locks_and_unlocks(installed: Installed, email: str) -> None:
    with installed.browser() as client:
        for _ in range(5):
            assert sign_in(client, email, "fout wachtwoord").status_code == 401
        locked = sign_in(client, email, NEW)
        assert locked.status_code == 401
        assert "Wacht 1 minuut" in locked.text
        assert "may try again" in installed.must("user", "unlock", email)
        assert sign_in(client, email, NEW).url.path == "/inloggen/code"


def _closes_and_opens(installed: Installed, email: str) -> None:
    with installed.browser() as client:
        fresh = first_password(installed.must("user", "password", email))
        assert sign_in(client, email, NEW).status_code == 401
        assert (
            sign_in(client, email, fresh).url.path == "/wachtwoord"
        )  # the code is gone with the old password
        installed.must("user", "disable", email)
        assert client.get("/account").url.path == "/inloggen"
        assert sign_in(client, email, fresh).status_code == 401
        installed.must("user", "enable", email)
        assert sign_in(client, email, fresh).url.path == "/wachtwoord"


@pytest.fixture
def small(tmp_path: Path, servers: tuple[DovecotServer, SmtpSink]) -> Installed:
    """An installation on SQLite."""
    return install(tmp_path, *servers, f"sqlite:///{tmp_path}/desk.sqlite3")


def test_request_under_way_is_finished_at_sigterm(small: Installed) -> None:
    printed = first_password(
        small.must("user", "add", "a@example.nl", "--name", "A", "--role=vng:behandelaar")
    )
    with small.running() as process, small.browser() as client:
        word = csrf_of(sign_in(client, "a@example.nl", printed).text)
        cookie = client.cookies["werkplek"]
        body = f"csrf={word}&oud={printed}&nieuw={NEW}&nogmaals={NEW}".replace(" ", "+").encode()
        head = (
            f"POST /wachtwoord HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: werkplek={cookie}\r\nConnection: close\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode()
        with socket.create_connection(("127.0.0.1", small.port), timeout=20) as slow:
            slow.sendall(head + body[:10])
            time.sleep(0.5)
            process.send_signal(signal.SIGTERM)
            time.sleep(2.0)
            assert process.poll() is None, "it waits for the request"
            slow.sendall(body[10:])
            answer = b""
            while piece := slow.recv(65536):
                answer += piece
        assert answer.startswith(b"HTTP/1.1 303"), answer[:200]
        assert process.wait(timeout=30) == 0
    with small.running(), small.browser() as client:
        assert sign_in(client, "a@example.nl", NEW).url.path == "/account"


def test_metrics_for_this_computer_or_with_the_token(
    tmp_path: Path, servers: tuple[DovecotServer, SmtpSink]
) -> None:
    for name in ("open", "token"):
        (tmp_path / name).mkdir()
    loopback = install(tmp_path / "open", *servers, f"sqlite:///{tmp_path}/open/a.sqlite3")
    with loopback.running():
        assert "assistant_cases" in httpx.get(f"{loopback.url}/metrics").text
        assert "assistant_mailboxes_silent 0.0" in httpx.get(f"{loopback.url}/metrics").text
        for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"):
            assert httpx.get(f"{loopback.url}/metrics", headers={header: "127.0.0.1"}).status_code == 403, (
                header
            )
        assert httpx.get(f"{loopback.url}/healthz").text == "ok\n"
        assert httpx.get(f"{loopback.url}/readyz").json() == {"ready": True, "problems": []}
    chosen = 'metrics_token = { env = "METRICS" }\n'
    guarded = install(tmp_path / "token", *servers, f"sqlite:///{tmp_path}/token/a.sqlite3", chosen)
    with guarded.running(METRICS="sleutel"):
        for wrong in (
            {},
            {"Authorization": "Bearer fout"},
            {"Authorization": "Basic sleutel"},
            {"Authorization": "Bearer"},
        ):
            assert httpx.get(f"{guarded.url}/metrics", headers=wrong).status_code == 403
        odd = httpx.Headers([(b"authorization", "Bearer é".encode())])
        assert httpx.get(f"{guarded.url}/metrics", headers=odd).status_code == 403
        for spelled in ("Bearer sleutel", "bearer sleutel"):
            through = {"Authorization": spelled, "X-Forwarded-For": "192.0.2.1"}
            assert httpx.get(f"{guarded.url}/metrics", headers=through).status_code == 200
    unset = guarded.run("run")
    assert unset.returncode == 1
    assert "METRICS" in unset.stderr
    assert "Traceback" not in unset.stderr


def test_database_goes_away_and_comes_back(tmp_path: Path, servers: tuple[DovecotServer, SmtpSink]) -> None:
    try:
        with postgres() as url:
            proxy = CuttingProxy(make_url(url).port or 0)
            through = make_url(url).set(port=proxy.port).render_as_string(hide_password=False)
            made = install(tmp_path, *servers, through)
            printed = first_password(
                made.must("user", "add", "a@example.nl", "--name", "A", "--role=vng:behandelaar")
            )
            with made.running(), made.browser() as client:
                word = csrf_of(sign_in(client, "a@example.nl", printed).text)
                proxy.refuse = True
                proxy.cut_all()
                gone = httpx.get(f"{made.url}/healthz", timeout=30)
                assert (gone.status_code, gone.text) == (503, "database unreachable\n")
                assert httpx.get(f"{made.url}/readyz", timeout=30).json() == {
                    "ready": False,
                    "problems": ["database unreachable"],
                }
                page = client.post(
                    "/wachtwoord", data={"csrf": word, "oud": printed, "nieuw": NEW, "nogmaals": NEW}
                )
                assert page.status_code == 503
                assert "niet bereikbaar" in page.text
                assert "niets half opgeslagen" in page.text
                failed = made.run("user", "list")
                assert failed.returncode == 1
                assert len(failed.stderr.strip().splitlines()) == 1, failed.stderr
                proxy.refuse = False
                wait_for(lambda: httpx.get(f"{made.url}/readyz", timeout=30).status_code == 200)
                again = client.post(
                    "/wachtwoord", data={"csrf": word, "oud": printed, "nieuw": NEW, "nogmaals": NEW}
                )
                assert again.url.path == "/werkvoorraad"
                before = len(made.sink.mails)
                made.server.deliver(USER, request_mail(int(time.time() * 1000) % 100_000_000))
                wait_for(lambda: len(made.sink.mails) > before)
            proxy.close()
    except Missing as error:
        pytest.skip(str(error))


def test_keys_rotate_under_a_running_daemon(installed: Installed) -> None:
    printed = first_password(
        installed.must("user", "add", "a@example.nl", "--name", "Annelies", "--role=vng:behandelaar")
    )
    keys = installed.config / "keys"
    old = keys.read_text()
    with installed.running(), installed.browser() as client:
        word = csrf_of(sign_in(client, "a@example.nl", printed).text)
        client.post("/wachtwoord", data={"csrf": word, "oud": printed, "nieuw": NEW, "nogmaals": NEW})
        keys.write_text(f"{new_key()}\n{old}")
        assert "encrypted anew" in installed.must("rotate-keys")
        page = client.get("/account")
        assert page.status_code == 200
        assert "Annelies" in page.text
        before = len(installed.sink.mails)
        installed.server.deliver(USER, request_mail(int(time.time() * 1000) % 100_000_000))
        wait_for(lambda: len(installed.sink.mails) > before)
        assert "histories hold" in installed.must("verify")
        problems = [line for line in installed.must("cases", "--json").splitlines() if "quarantin" in line]
        assert not problems
    keys.write_text(f"{old}{new_key()}\n")
    for command in (("run", "--once"), ("user", "list"), ("rotate-keys",)):
        wrong = installed.run(*command)
        assert wrong.returncode == 1, command
        assert re.search("last key|restore that key", wrong.stderr), wrong.stderr
        assert "Traceback" not in wrong.stderr


def test_dossier_made_on_the_desk_is_verified(small: Installed, tmp_path: Path) -> None:
    printed = first_password(
        small.must("user", "add", "a@example.nl", "--name", "A", "--role=vng:behandelaar")
    )
    before = len(small.sink.mails)
    small.server.deliver(USER, request_mail(int(time.time() * 1000) % 100_000_000))
    with small.running(), small.browser() as client:
        wait_for(lambda: len(small.sink.mails) > before)
        word = csrf_of(sign_in(client, "a@example.nl", printed).text)
        client.post("/wachtwoord", data={"csrf": word, "oud": printed, "nieuw": NEW, "nogmaals": NEW})
        line = json.loads(small.must("cases", "--json").splitlines()[0])
        dossier = client.get(f"/zaken/{line['reference']}/dossier").content
        file = tmp_path / "dossier.zip"
        file.write_bytes(dossier)
        assert f"the dossier of {line['reference']} is whole, sealed by this installation" in small.must(
            "verify", str(file)
        )
    assert "the seal was not checked" in small.must("verify", "--no-keys", str(file))
    (small.config / "keys").rename(small.config / "weg")
    lost = small.run("verify", str(file))
    assert "--no-keys" in lost.stderr
    assert len(lost.stderr.strip().splitlines()) == 1
    (small.config / "weg").rename(small.config / "keys")
    for name, content in broken(dossier).items():
        started = time.monotonic()
        assert dossier_check.check(content).problems, name
        assert time.monotonic() - started < 15, name
        if name not in {"changed", "cut", "bomb"}:
            continue
        bad = tmp_path / f"{name}.zip"
        bad.write_bytes(content)
        done = small.run("verify", str(bad))
        assert done.returncode == 1, name
        assert done.stderr.startswith("fout:"), name
        assert len(done.stderr.strip().splitlines()) == 1, name
    for path in (tmp_path / "niet.zip", tmp_path):
        done = small.run("verify", str(path))
        assert done.returncode == 1
        assert len(done.stderr.strip().splitlines()) == 1


def broken(dossier: bytes) -> dict[str, bytes]:
    """Every way in which a dossier is not one."""
    with zipfile.ZipFile(io.BytesIO(dossier)) as archive:
        files = {info.filename: archive.read(info) for info in archive.infolist()}

    def packed(changed: dict[str, bytes], more: tuple[tuple[str, bytes], ...] = ()) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in (*changed.items(), *more):
                archive.writestr(name, content)
        return target.getvalue()

    mail = next(name for name in files if name.startswith("ontvangen/"))
    history = json.loads(files["geschiedenis.json"])
    deep = b"[" * 200_000
    bomb = io.BytesIO()
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("manifest.json", "w", force_zip64=True) as stream,
    ):
        for _ in range(2_100):
            stream.write(bytes(1_000_000))
    flipped = bytearray(dossier)
    flipped[len(dossier) // 3] ^= 0xFF
    return {
        "changed": packed({**files, mail: files[mail] + b" "}),
        "cut": dossier[: len(dossier) // 2],
        "flipped": bytes(flipped),
        "empty": b"",
        "text": b"geen zip",
        "other zip": packed({"brief.txt": b"hallo"}),
        "missing": packed({name: content for name, content in files.items() if name != mail}),
        "more": packed({**files, "extra.txt": b"x"}),
        "history": packed({**files, "geschiedenis.json": json.dumps(history[:-1]).encode()}),
        "no manifest": packed({name: content for name, content in files.items() if name != "manifest.json"}),
        "deep": packed({**files, "zaak.json": deep}),
        "bomb": bomb.getvalue(),
    }
