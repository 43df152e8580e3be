"""JSON Lines in and out, and one clear line for what is wrong."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

console = Console(stderr=True, highlight=False, soft_wrap=True)
"""For people; standard output stays for data."""


def plain(text: str) -> str:
    """Text of others for a terminal: without the control characters by which it could move the cursor or repaint the screen."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")


def fail(message: str, code: int = 1) -> NoReturn:
    """End with one clear line."""
    console.print(f"[bold red]fout:[/] {escape(plain(message))}".replace("\n", " "))
    raise typer.Exit(code)


def read() -> Iterator[tuple[int, dict[str, Any] | None, str]]:
    """The objects on standard input with their line numbers; None with the reason where a line is no JSON object."""
    stream = sys.stdin.buffer
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line.decode("utf-8", "surrogateescape"))
        except (json.JSONDecodeError, RecursionError) as error:
            yield number, None, f"no JSON: {error}"
            continue
        yield (number, value, "") if isinstance(value, dict) else (number, None, "not a JSON object")


def write(value: dict[str, Any]) -> None:
    """One line on standard output."""
    sys.stdout.write(
        json.dumps(value, ensure_ascii=False, default=str).encode("utf-8", "replace").decode() + "\n"
    )


def each(work: Callable[[dict[str, Any]], dict[str, Any]], errors: tuple[type[Exception], ...]) -> None:
    """Answer every line with one line; a wrong one gets {"id", "error"} and makes the exit code 1."""
    wrong = 0
    for number, value, reason in read():
        if value is None:
            wrong += 1
            write({"id": None, "line": number, "error": f"line {number}: {reason}"})
            continue
        try:
            write(work(value))
        except errors as error:
            wrong += 1
            write({"id": value.get("id"), "line": number, "error": f"line {number}: {error}"})
    sys.stdout.flush()
    if wrong:
        fail(f"{wrong} line(s) were wrong; each says why in its answer")
