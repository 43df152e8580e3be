"""A real Dovecot 2.3 on loopback: IMAP plain with STARTTLS, IMAP over TLS and, where installed, submission."""

from __future__ import annotations

import contextlib
import datetime as dt
import grp
import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.certificates import Certificates, certificates
from tests.servers.processes import Missing, free_port, own_directory, program, stop, wait_for_port

# Any unprivileged user does: Dovecot refuses to open mail as root.
_MAIL_USER = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name


_LIBEXEC = ("/usr/lib/dovecot", "/usr/libexec/dovecot")


@dataclass
class DovecotServer:
    """A running server; names of users are addresses, each with a Maildir that ``deliver`` can write to directly."""

    root: Path
    imap_port: int
    imaps_port: int
    submission_port: int | None
    users: Mapping[str, str]
    tls: Certificates
    process: subprocess.Popen[bytes] = field(repr=False)
    host: str = "127.0.0.1"
    _serial: itertools.count[int] = field(default_factory=itertools.count, repr=False)

    @property
    def log(self) -> str:
        """Everything that Dovecot logged so far."""
        path = self.root / "dovecot.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def maildir(self, user: str, folder: str = "INBOX") -> Path:
        """The Maildir of a folder."""
        base = self.root / "mail" / user / "Maildir"
        return base if folder == "INBOX" else base / f".{folder.replace('/', '.')}"

    def deliver(
        self, user: str, content: bytes, at: dt.datetime | None = None, folder: str = "INBOX"
    ) -> Path:
        """Put a mail into the folder as a delivery agent would; ``at`` (aware) becomes its INTERNALDATE."""
        box = self.maildir(user, folder)
        for name in ("tmp", "new", "cur"):
            (box / name).mkdir(parents=True, exist_ok=True)
        name = f"{1700000000 + next(self._serial)}.M{next(self._serial)}P{os.getpid()}.{socket.gethostname()}"
        path = box / "tmp" / name
        path.write_bytes(content)
        if at is not None:
            os.utime(path, (at.timestamp(), at.timestamp()))
        if os.geteuid() == 0:
            for made in (box.parent, box, box / "tmp", box / "new", box / "cur", path):
                shutil.chown(made, _MAIL_USER)
        return path.rename(box / "new" / name)

    def doveadm(self, *arguments: str) -> str:
        """Run doveadm against this server and return what it printed."""
        command = [
            str(program("doveadm", "dovecot-core", "/usr/bin")),
            "-c",
            str(self.root / "dovecot.conf"),
            *arguments,
        ]
        return subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout

    def messages(self, user: str, folder: str = "INBOX") -> int:
        """How many messages the folder holds, asked of Dovecot itself."""
        answer = self.doveadm("-f", "tab", "mailbox", "status", "-u", user, "messages", folder)
        return int(answer.splitlines()[-1].split("\t")[-1])

    def renew_uidvalidity(self, user: str, uidvalidity: int) -> None:
        """Give INBOX another UIDVALIDITY and new UIDs, as a restored or rebuilt mailbox has."""
        box = self.maildir(user)
        if user in self.doveadm("who"):
            self.doveadm("kick", user)
        for path in box.glob("dovecot*"):
            path.unlink()
        (box / "dovecot-uidlist").write_text(f"3 V{uidvalidity} N1 G{uidvalidity:032x}\n")
        if os.geteuid() == 0:
            shutil.chown(box / "dovecot-uidlist", _MAIL_USER)


def submission_installed() -> bool:
    """Whether Dovecot's submission server is on this machine (a Debian package of its own)."""
    try:
        program("submission", "dovecot-submissiond", *_LIBEXEC)
    except Missing:
        return False
    return True


def _configuration(
    root: Path,
    ports: tuple[int, int, int | None],
    tls: Certificates,
    introspection_url: str | None,
    relay_port: int,
) -> str:
    imap_port, imaps_port, submission_port = ports
    internal = "dovecot" if os.geteuid() == 0 else _MAIL_USER
    login = "dovenull" if os.geteuid() == 0 else _MAIL_USER
    unprivileged = "" if os.geteuid() == 0 else "  chroot =\n"
    text = f"""
protocols = imap{" submission" if submission_port else ""}
listen = 127.0.0.1, 127.0.0.2
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/dovecot.log
default_internal_user = {internal}
default_internal_group = {_group_of(internal)}
default_login_user = {login}
first_valid_uid = 1
mail_fsync = never
mail_location = maildir:~/Maildir
mail_max_userip_connections = 100
mailbox_idle_check_interval = 1 secs
auth_mechanisms = plain login{" xoauth2 oauthbearer" if introspection_url else ""}
auth_failure_delay = 0
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{tls.certificate}
ssl_key = <{tls.key}
namespace inbox {{
  inbox = yes
  separator = /
}}
passdb {{
  driver = passwd-file
  args = username_format=%u {root}/users
}}
userdb {{
  driver = static
  args = uid={_MAIL_USER} gid={_group_of(_MAIL_USER)} home={root}/mail/%u
}}
service imap-login {{
{unprivileged}  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = {imaps_port}
    ssl = yes
  }}
  process_min_avail = 1
}}
service anvil {{
{unprivileged}  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
"""
    if submission_port:
        text += f"""
hostname = localhost
submission_relay_host = 127.0.0.1
submission_relay_port = {relay_port}
service submission-login {{
{unprivileged}  inet_listener submission {{
    port = {submission_port}
  }}
}}
"""
    if introspection_url:
        text += f"""
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {root}/oauth2.conf
}}
"""
    return text


def _group_of(user: str) -> str:
    return grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name


@contextlib.contextmanager
def dovecot(
    parent: Path | None = None,
    *,
    users: Mapping[str, str],
    introspection_url: str | None = None,
    submission_relay_port: int | None = None,
) -> Iterator[DovecotServer]:
    """Start Dovecot for ``users`` (name to password) and yield it when it answers.

    ``introspection_url`` switches XOAUTH2 on (RFC 7662 endpoint that answers ``active`` and ``username``);
    ``submission_relay_port`` starts a submission server too, which hands on to that port on loopback.
    Raises Missing when Dovecot is not installed.
    """
    binary = program("dovecot", "dovecot-imapd", "/usr/sbin")
    program("imap", "dovecot-imapd", *_LIBEXEC)
    if submission_relay_port is not None:
        program("submission", "dovecot-submissiond", *_LIBEXEC)
    with own_directory("sra-dc-", parent) as root:
        tls = certificates(root / "tls")
        ports = (free_port(), free_port(), free_port() if submission_relay_port is not None else None)
        (root / "users").write_text(
            "".join(f"{name}:{{PLAIN}}{secret}::::::\n" for name, secret in users.items())
        )
        (root / "oauth2.conf").write_text(
            f"introspection_mode = post\nintrospection_url = {introspection_url}\n"
            "username_attribute = username\nactive_attribute = active\nactive_value = true\n"
        )
        for name in users:
            home = root / "mail" / name
            home.mkdir(parents=True)
            if os.geteuid() == 0:
                shutil.chown(home, _MAIL_USER)
        configuration = root / "dovecot.conf"
        configuration.write_text(
            _configuration(root, ports, tls, introspection_url, submission_relay_port or 0)
        )
        process = subprocess.Popen(
            [str(binary), "-F", "-c", str(configuration)],
            stdout=subprocess.DEVNULL,
            stderr=(root / "stderr.log").open("wb"),
            start_new_session=True,
        )
        try:
            wait_for_port(ports[0], process, root / "stderr.log")
            yield DovecotServer(root, ports[0], ports[1], ports[2], dict(users), tls, process)
        finally:
            stop(process, signal.SIGTERM, seconds=3)
