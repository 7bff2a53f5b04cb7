"""`wangge up`: the database, the web server and the worker of one county, kept running together.

The supervisor itself loads neither Django nor the county: it stays small and has little to fail.
What dies is started again; what is asked to stop is stopped in order, the database last.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from wangge.ops import postgres
from wangge.ops.children import Child
from wangge.ops.parent import SUPERVISED
from wangge.ops.prepared import Prepared
from wangge.ops.trouble import Trouble

_LOOK_EVERY_S = 0.2
_READY_PATIENCE_S = 60
_STOP_PATIENCE_S = 10
_DATABASE_PAUSE_S = 10


class CannotRun(Trouble):
    """The county cannot be started here and now; the message says what to do."""


class Supervisor:
    """One county on one port."""

    def __init__(self, data: Path, *, host: str, port: int, demo: bool) -> None:
        self.data = data
        self.host = host
        self.port = port
        self.demo = demo
        self.cluster = None if os.environ.get("WANGGE_DATABASE_URL") else postgres.Cluster(data)
        self.stopping = False
        self._database_again_at = 0.0
        environment = {"DATA": str(data), "WANGGE_STATIC": "collected", SUPERVISED: "1"}
        self.children = [
            Child("web", [*_WANGGE, "serve", f"--host={host}", f"--port={port}"], environment),
            Child("worker", [*_WANGGE, "worker"], environment),
        ]

    def run(self) -> None:
        """Everything runs until a signal says stop; nothing is left running afterwards."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        _demand_free_port(self.host, self.port)
        with self._only_one(), self._database():
            self._prepare()
            try:
                for child in self.children:
                    child.start()
                if self._await_web():
                    self._tell_address()
                elif not self.stopping:
                    _say("网页服务还没有就绪，见上文。The web server is not well yet; see above.")
                while not self.stopping:
                    self._tend()
                    time.sleep(_LOOK_EVERY_S)
            finally:
                self._stop_children()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    @contextlib.contextmanager
    def _only_one(self) -> Iterator[None]:
        self.data.mkdir(parents=True, exist_ok=True)
        with (self.data / ".up.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CannotRun(
                    f"{self.data} 已在运行，请先停止它，或用 --data 指定另一个目录。\n"
                    f"{self.data} is already up. Stop it first, or choose another folder by --data."
                ) from None
            yield

    @contextlib.contextmanager
    def _database(self) -> Iterator[None]:
        if self.cluster is None:
            yield
            return
        self.cluster.start()
        try:
            yield
        finally:
            self.cluster.stop()

    def _prepare(self) -> None:
        stamp = Prepared(self.data, demo=self.demo)
        if self.cluster is not None and stamp.already():
            return
        command = [*_WANGGE, "prepare", *(["--demo"] if self.demo else [])]
        environment = {**os.environ, "DATA": str(self.data), "WANGGE_STATIC": "collected"}
        with subprocess.Popen(command, env=environment, start_new_session=True) as process:
            while process.poll() is None:
                if self.stopping:
                    process.terminate()
                time.sleep(0.02)
        if process.returncode != 0 and not self.stopping:
            raise CannotRun("准备数据时出错，见上文。The county could not be prepared; see above.")
        if not self.stopping:
            stamp.note()

    def _await_web(self) -> bool:
        """Whether the web server has said within its time that all is well."""
        until = time.monotonic() + _READY_PATIENCE_S
        while not self.stopping and time.monotonic() < until:
            with (
                contextlib.suppress(OSError),
                socket.create_connection((self.host, self.port), timeout=5) as web,
            ):
                web.sendall(b"GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                if b" 200 " in web.recv(40):
                    return True
            self._tend()
            time.sleep(0.05)
        return False

    def _tell_address(self) -> None:
        shown = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104
        _say(f"\n网格 Wangge  http://{shown}:{self.port}\n")
        if self.demo:
            for name, title in CAST:
                _say(f"  {name:<10} {title}")
            _say(f"\n  密码 password: {DEMO_PASSWORD}   （人物均为虚构 all invented）")
        _say("\n按 Ctrl-C 停止。Ctrl-C stops.")

    def _tend(self) -> None:
        if self.cluster is not None and not self.cluster.alive():
            self._revive(self.cluster)
        for child in self.children:
            if said := child.tend():
                _say(said)

    def _revive(self, cluster: postgres.Cluster) -> None:
        if time.monotonic() < self._database_again_at:
            return
        _say("数据库停了，正在恢复。The database ended; starting it again.")
        try:
            cluster.start()
        except postgres.PostgresError as fault:
            _say(str(fault))
            self._database_again_at = time.monotonic() + _DATABASE_PAUSE_S

    def _stop_children(self) -> None:
        for child in self.children:
            child.ask_to_stop()
        until = time.monotonic() + _STOP_PATIENCE_S
        for child in self.children:
            child.wait(until)


_WANGGE = (sys.executable, "-m", "wangge")

DEMO_PASSWORD = "wangge-demo"  # noqa: S105 — printed on purpose; demo counties hold no real person

#: Who can be tried out in the demo county.
CAST = (
    ("wangfang", "王芳 东富村网格员 grid worker"),
    ("liqiang", "李强 东富镇调度员 town dispatcher"),
    ("zhoumin", "周敏 市级受理员 county acceptor"),
    ("chenyi", "陈姨 居民 resident"),
    ("liushifu", "刘师傅 公路部门处置员 road handler"),
    ("zhaomin", "赵敏 邻镇调度员 dispatcher of the next town"),
    ("sunzhuren", "孙主任 市领导 county leader"),
    ("heshen", "何审 审计员 auditor"),
    ("wangdie", "王爹 82 岁独居老人 resident, 82"),
    ("admin", "管理员 administrator"),
)


def _say(words: str) -> None:
    print(words, flush=True)


def _demand_free_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise CannotRun(
                f"端口 {port} 无法使用（{fault.strerror}），请用 PORT=… 或 --port 换一个。\n"
                f"Port {port} cannot be used ({fault.strerror}). Choose another by PORT or --port."
            ) from None
