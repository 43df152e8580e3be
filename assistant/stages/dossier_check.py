"""Checking a dossier that came back: every file against the manifest, the manifest against our seal, the history, the approvals.

The file may be anybody's. Nothing of it is unpacked to disk, and only the small files are held in memory.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import lzma
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from assistant.core import history
from assistant.core.errors import BrokenHistory
from assistant.core.history import Link, event_from_json
from assistant.stages.approve import digest_of
from assistant.stages.dossier import MANIFEST, SEAL, seal
from assistant.store.vault import Vault

MOST_UNPACKED = 2_000_000_000
"""Bytes; more than eighty mails of the largest size. A file of a few kilobytes can claim to hold terabytes."""
MOST_FILES = 20_000
_MOST_READ = 50_000_000
_READ = frozenset({MANIFEST, SEAL, "zaak.json", "geschiedenis.json"})
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Check:
    """What a check of a dossier found; ``problems`` empty means that it is whole. ``sealed`` is None without keys."""

    reference: str
    problems: tuple[str, ...]
    sealed: bool | None


class _NoDossier(Exception):
    """The file cannot be one of ours; the message says why."""


@dataclass(slots=True)
class _Content:
    """The small files, and of every file its hash, which may be fed further."""

    read: dict[str, bytes] = field(default_factory=dict)
    hashes: dict[str, Any] = field(default_factory=dict)


def check(content: bytes | IO[bytes], vault: Vault | None = None) -> Check:
    """Verify a dossier; ``vault`` None leaves the seal out. Never raises on any content."""
    try:
        found = _unpacked(io.BytesIO(content) if isinstance(content, bytes) else content)
    except _NoDossier as refused:
        return Check("", (str(refused),), None)
    try:
        manifest, facts = json.loads(found.read[MANIFEST]), json.loads(found.read.get("zaak.json", b"{}"))
        problems = [*_against(manifest, found), *_chain(found), *_approved(facts, found)]
        reference = str(facts.get("case", {}).get("reference", ""))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return Check("", (f"a file of the dossier cannot be read ({type(error).__name__})",), None)
    sealed = None
    if vault is not None:
        sealed = hmac.compare_digest(found.read.get(SEAL, b""), seal(vault, found.read[MANIFEST]).encode())
        problems += (
            [] if sealed else ["the seal is not that of this installation, or the manifest was changed"]
        )
    return Check(reference, tuple(problems), sealed)


def _unpacked(stream: IO[bytes]) -> _Content:
    try:
        with zipfile.ZipFile(stream) as archive:
            return _read(archive)
    except (
        zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError, OverflowError,
    ) as error:  # fmt: skip
        raise _NoDossier(
            f"this is no readable ZIP file, or a part of it is missing ({type(error).__name__})"
        ) from error


def _read(archive: zipfile.ZipFile) -> _Content:
    listed = archive.infolist()
    if len(listed) > MOST_FILES or sum(info.file_size for info in listed) > MOST_UNPACKED:
        raise _NoDossier(
            f"it would unpack to more than {MOST_UNPACKED // 10**9} GB: this is no dossier of ours"
        )
    if MANIFEST not in {info.filename for info in listed}:
        raise _NoDossier("there is no manifest.json: this is no dossier")
    twice = sorted(name for name, count in Counter(info.filename for info in listed).items() if count > 1)
    if twice:
        raise _NoDossier(f"{twice[0]} is in it twice: this file was changed")
    found = _Content()
    for info in listed:
        if info.filename in _READ and info.file_size > _MOST_READ:
            raise _NoDossier(f"{info.filename} is too large to be ours")
        _take(archive, info, found)
    return found


def _take(archive: zipfile.ZipFile, info: zipfile.ZipInfo, found: _Content) -> None:
    """Hash one file piece by piece; :mod:`zipfile` stops at the size that the sum above was made of."""
    kept, hashed = bytearray(), hashlib.sha256()
    with archive.open(info) as stream:
        while piece := stream.read(_PIECE):
            hashed.update(piece)
            if info.filename in _READ:
                kept += piece
    found.hashes[info.filename] = hashed
    if info.filename in _READ:
        found.read[info.filename] = bytes(kept)


def _against(manifest: Mapping[str, str], found: _Content) -> list[str]:
    problems = [f"{name} is missing" for name in manifest if name not in found.hashes]
    extra = found.hashes.keys() - manifest.keys() - {MANIFEST, SEAL}
    problems += [f"{name} does not belong to the dossier" for name in sorted(extra)]
    problems += [
        f"{name} was changed"
        for name, sha in manifest.items()
        if name in found.hashes and found.hashes[name].hexdigest() != sha
    ]
    return problems


def _chain(found: _Content) -> list[str]:
    links = []
    try:
        for entry in json.loads(found.read["geschiedenis.json"]):
            event = event_from_json({key: entry[key] for key in ("kind", "at", "actor", "data")})
            links.append(Link(event, entry["previous"], entry["hash"]))
    except (BrokenHistory, KeyError):
        return ["the history cannot be read"]
    index = history.verify(links)
    return [] if index is None else [f"the history does not fit from event {index + 1} on"]


def _approved(facts: Mapping[str, Any], found: _Content) -> list[str]:
    """Every letter that was not automatic must be what a standing approval was given for."""
    standing = {a["outbox"]: a["digest"] for a in facts["approvals"] if a["voided"] is None}
    problems = []
    for sent in facts["sent"]:
        if sent["automatic"] or sent["file"] is None or sent["state"] != "sent":
            continue
        hashed = found.hashes.get(sent["file"], hashlib.sha256()).copy()
        if standing.get(sent["outbox"]) != digest_of(hashed, tuple(sent["recipients"])):
            problems.append(f"{sent['file']} is not what was approved")
    return problems
