"""A real PostgreSQL cluster on loopback, made with initdb and thrown away afterwards."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.servers.processes import Missing, free_port, own_directory, program

# PostgreSQL refuses to run as root; Debian's package makes this user.
_SERVER_USER = "postgres"


def _as_server_user(command: list[str]) -> list[str]:
    return ["runuser", "-u", _SERVER_USER, "--", *command] if os.geteuid() == 0 else command


def _run(command: list[str], cwd: Path) -> None:
    done = subprocess.run(
        _as_server_user(command), cwd=cwd, capture_output=True, text=True, timeout=120, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"{Path(command[0]).name} failed: {done.stderr.strip() or done.stdout.strip()}")


def _own(data: Path) -> None:
    """Files of a copy belong to whoever runs the server, and to nobody else."""
    data.chmod(0o700)
    if os.geteuid() == 0:
        for path in (data, *data.rglob("*")):
            shutil.chown(path, _SERVER_USER)


@contextlib.contextmanager
def postgres(
    parent: Path | None = None, *, durable: bool = False, start: Path | None = None, keep: Path | None = None
) -> Iterator[str]:
    """Yield ``postgresql+psycopg://…`` of an empty database in a new cluster.

    ``durable`` keeps fsync on (for benchmarks that must pay for commits). ``keep`` is where the files of the cluster are copied
    to when the work with it succeeded, ``start`` such a copy to begin with. Raises Missing when PostgreSQL is not installed.
    """
    initdb = program("initdb", "postgresql", "/usr/lib/postgresql/*/bin")
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        raise Missing("PostgreSQL refuses root and runuser is not installed; run the tests as another user")
    with own_directory("sra-pg-", parent) as root:
        if os.geteuid() == 0:
            shutil.chown(root, _SERVER_USER)
        data, port = root / "data", free_port()
        options = [
            f"-p {port}",
            "-h 127.0.0.1",
            "-c unix_socket_directories=''",
            "-c max_connections=60",
            "-c shared_buffers=32MB",
        ]
        if not durable:
            options += ["-c fsync=off", "-c synchronous_commit=off", "-c full_page_writes=off"]
        if start is not None:
            shutil.copytree(start, data)
            _own(data)
        else:
            command = [
                str(initdb),
                "-D",
                str(data),
                "-U",
                "assistant",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
            ]
            _run([*command, "-N"], root)
        control = str(initdb.with_name("pg_ctl"))
        log = root / "postgres.log"
        try:
            _run(
                [
                    control,
                    "-D",
                    str(data),
                    "-l",
                    str(log),
                    "-w",
                    "-t",
                    "60",
                    "-o",
                    " ".join(options),
                    "start",
                ],
                root,
            )
        except RuntimeError as error:
            detail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            raise RuntimeError(f"{error}\n{detail}") from error
        try:
            yield f"postgresql+psycopg://assistant@127.0.0.1:{port}/postgres"
            if keep is not None:
                _run([control, "-D", str(data), "-m", "fast", "-w", "-t", "120", "stop"], root)
                shutil.copytree(data, keep)
        finally:
            if (data / "postmaster.pid").exists():
                _run([control, "-D", str(data), "-m", "immediate", "-w", "stop"], root)
