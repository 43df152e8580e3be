"""Starting server programs: find them, give them a port and a directory, wait until they answer, stop them."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path


class Missing(RuntimeError):
    """A program that the test needs is not installed; the text says which Debian package has it."""


def program(name: str, package: str, *places: str) -> Path:
    """The path of a program, also outside PATH. Raises Missing with the package to install."""
    for place in places:
        found = sorted(Path("/").glob(f"{place.lstrip('/')}/{name}"), reverse=True)
        if found:
            return found[0]
    on_path = shutil.which(name)
    if on_path is None:
        raise Missing(f"{name} is not installed; on Debian: apt install {package}")
    return Path(on_path)


def free_port() -> int:
    """A TCP port on 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def own_directory(prefix: str, parent: Path | None = None) -> Iterator[Path]:
    """A directory that server processes of other users may enter; short, because socket paths end at 108 bytes."""
    root = Path(tempfile.mkdtemp(prefix=prefix, dir=parent or "/tmp"))
    root.chmod(0o755)
    try:
        yield root
    finally:
        shutil.rmtree(root, ignore_errors=True)


def wait_for_port(port: int, process: subprocess.Popen[bytes], log: Path, seconds: float = 20.0) -> None:
    """Block until the port accepts. Raises RuntimeError with the end of the server's log when it does not."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    tail = log.read_text(errors="replace")[-2000:] if log.exists() else "(no log)"
    raise RuntimeError(f"server on port {port} did not start:\n{tail}")


def stop(
    process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM, seconds: float = 10.0
) -> None:
    """Ask the process to end and, when it does not, kill its whole group (it leads one of its own)."""
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=seconds)
