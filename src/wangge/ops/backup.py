"""A whole county in one file, and a county made from one.

A backup is a tar: `manifest.json` (what, when, a checksum of every member), `database.dump`
(pg_dump, custom format), `evidence/…` and the `secret-key`. It holds everything about everybody:
it is written for its owner's eyes only. Restoring checks every byte before it touches anything.

The keys that seal personal data are NOT in it: a backup that lies beside its keys is protected by
nothing, and one whose keys are gone is closed for ever. They are kept apart from it, and together
with no other (docs/how-to/keys.md).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from wangge.lib.clock import utc_now
from wangge.ops import database, postgres
from wangge.ops.trouble import Trouble

_FORMAT = 1
_DUMP = "database.dump"
_CHUNK_BYTES = 1 << 20


class CannotBackUp(Trouble):
    """No backup, or none that can be restored here; the message says what to do."""


@dataclass(frozen=True)
class Manifest:
    """What is in a backup and where it came from."""

    format: int
    made_at: str
    postgres: str
    #: Transactions of the old server are numbered below this; the log is ordered by such numbers.
    next_transaction: int
    migrations: list[str]
    #: Member name → SHA-256, in hex.
    members: dict[str, str]
    #: Numbers of the keys without which its personal data stays closed; they are not in it.
    keys: list[int] = field(default_factory=list)


def write(target: Path, *, now: datetime) -> Manifest:
    """`target` is a complete backup of the county afterwards, or is not there."""
    if target.exists():
        raise CannotBackUp(f"{target} already exists; a backup overwrites nothing.")
    with tempfile.TemporaryDirectory(dir=target.resolve().parent, prefix=".backup-") as folder:
        work = Path(folder)
        _run(
            "pg_dump",
            "--format=custom",
            f"--schema={settings.COUNTY_SCHEMA}",
            f"--file={work / _DUMP}",
        )
        members = {_DUMP: work / _DUMP, **_files_of(Path(settings.DATA))}
        manifest = _describe(members, now=now)
        (work / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1))
        whole = work / "whole.tar"
        os.close(os.open(whole, os.O_CREAT | os.O_WRONLY, 0o600))
        with tarfile.open(whole, "w") as tar:
            tar.add(work / "manifest.json", "manifest.json")
            for name, path in members.items():
                tar.add(path, name, recursive=False)
        with whole.open("rb") as file:
            os.fsync(file.fileno())
        whole.replace(target)
    return manifest


def unpack(source: Path, into: Path) -> Manifest:
    """The members of the backup lie in `into`, every checksum right."""
    try:
        with tarfile.open(source) as tar:
            tar.extractall(into, filter="data")
        manifest = msgspec.json.decode((into / "manifest.json").read_bytes(), type=Manifest)
    except (OSError, tarfile.TarError, msgspec.DecodeError) as fault:
        raise CannotBackUp(f"{source} is not a whole backup: {fault}") from fault
    if manifest.format != _FORMAT:
        raise CannotBackUp(f"{source} has format {manifest.format}; this Wangge reads {_FORMAT}.")
    for name, checksum in manifest.members.items():
        if not (into / name).is_file() or _checksum(into / name) != checksum:
            raise CannotBackUp(f"{source} is damaged: {name} does not have its checksum.")
    return manifest


def load(unpacked: Path, manifest: Manifest, *, without_keys: bool = False) -> None:
    """The database holds what the dump held, and is brought to this version. Django is set up.

    `without_keys`: they are lost; what was sealed stays closed and new keys are made.
    """
    unknown = set(manifest.migrations) - _known_migrations()
    if unknown:
        raise CannotBackUp(
            f"This backup was made by a newer Wangge ({', '.join(sorted(unknown)[:3])} …). "
            "Install that version first."
        )
    with database.as_owner():
        database.lay_foundations()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
            if cursor.fetchone()[0] < manifest.next_transaction:
                raise CannotBackUp(
                    "This server has not run as many transactions as the old one had, so new "
                    "entries of the log would sort before old ones. Restore into a data folder "
                    "without WANGGE_DATABASE_URL, or onto a server that was in use for longer."
                )
            cursor.execute(f"DROP SCHEMA {settings.COUNTY_SCHEMA}")  # refuses if anything is in it
    _run(
        "pg_restore",
        *("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"),
        str(unpacked / _DUMP),
    )
    if without_keys:
        from wangge.privacy.actions.keys import have_keys  # why: only a county has models

        with database.as_owner():
            have_keys(now=utc_now(), lost=True)
    database.prepare()


def demand_keys(manifest: Manifest, data: Path, keys: Path | None, *, without: bool) -> None:
    """The ring of `keys` stands where this county looks for it, or none is wanted.

    Refuses a backup whose keys nobody gave, before anything is restored.
    """
    there = Path(os.environ.get("WANGGE_KEYS") or data / "keys")
    if keys is not None:
        there.mkdir(mode=0o700, parents=True, exist_ok=True)
        ring = there / "ring.json"
        if ring.exists():
            raise CannotBackUp(f"{ring} already exists; a restore overwrites no keys.")
        os.close(os.open(ring, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
        ring.write_bytes((keys / "ring.json").read_bytes())
    elif manifest.keys and not without and not (there / "ring.json").exists():
        raise CannotBackUp(
            "备份里没有密钥。请用 --keys 指定密钥所在的文件夹；密钥确已丢失，用 --without-keys。\n"
            "A backup holds no keys. Say by --keys where the folder of this county's keys is; "
            "if they are lost for good, --without-keys restores all that was not sealed."
        )


def put_back_files(unpacked: Path, data: Path) -> None:
    """Evidence and the signing key stand in the data folder again."""
    if (unpacked / "evidence").exists():
        shutil.move(unpacked / "evidence", data / "evidence")
    if (unpacked / "secret-key").exists():
        (data / "secret-key").unlink(missing_ok=True)
        shutil.move(unpacked / "secret-key", data / "secret-key")
        (data / "secret-key").chmod(0o600)


def _describe(members: dict[str, Path], *, now: datetime) -> Manifest:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        next_transaction = cursor.fetchone()[0]
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY id")
        migrations = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT number FROM privacy_keyprobe ORDER BY number")
        keys = [row[0] for row in cursor.fetchall()]
    return Manifest(
        format=_FORMAT,
        made_at=now.isoformat(),
        postgres=version,
        next_transaction=next_transaction,
        migrations=migrations,
        members={name: _checksum(path) for name, path in members.items()},
        keys=keys,
    )


def _known_migrations() -> set[str]:
    loader = MigrationLoader(None)
    return {f"{app}.{name}" for app, name in loader.disk_migrations}


def _files_of(data: Path) -> dict[str, Path]:
    """Evidence only ever grows, so all that the dump speaks of is there after it."""
    found = {"secret-key": data / "secret-key"} if (data / "secret-key").exists() else {}
    for path in sorted(_walk(data / "evidence")):
        found[str(path.relative_to(data))] = path
    return found


def _walk(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _checksum(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _run(program: str, *arguments: str) -> None:
    """One of PostgreSQL's own programs on the county's database, as its owner."""
    server = settings.DATABASES["default"]
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    environment = {pg: str(server[ours]) for ours, pg in names.items() if server[ours]}
    done = subprocess.run(
        [postgres.find_binaries() / program, f"--dbname={server['NAME']}", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )
    if done.returncode != 0:
        raise CannotBackUp(f"{program} failed:\n{done.stderr}")
