"""The page that shows how to use the API, run as it stands, by a shell against a served county."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, connections
from PIL import Image
from tests.liling import Liling

from wangge.accounts.actions.tokens import make_token
from wangge.accounts.models import User
from wangge.lib.clock import utc_now

PAGE = Path(__file__).parents[2] / "docs/how-to/use-the-api.md"
_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Requests are no news here."""


@pytest.fixture
def served(liling: Liling) -> Iterator[str]:
    """The county over HTTP, sharing this test's uncommitted rows; its address."""
    connection.inc_thread_sharing()
    for signal in (request_started, request_finished):  # they would end this test's transaction
        signal.disconnect(close_old_connections)
    handler, shared = WSGIHandler(), connection._connections[connection._alias]  # type: ignore[attr-defined]

    def app(environ: dict[str, object], start: Callable[..., object]) -> object:
        connections["default"] = shared
        return handler(environ, start)

    with make_server("127.0.0.1", 0, app, handler_class=_Quiet) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    connection.dec_thread_sharing()


def test_every_command_of_the_page_works(served: str, tmp_path: Path) -> None:
    assert shutil.which("curl"), "this page is about curl: install it (apt-get install curl)"
    commands = _BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    assert len(commands) >= 9
    Image.new("RGB", (80, 60), "grey").save(tmp_path / "cover.jpg")
    _tell_tokens(tmp_path, ["chenyi", "liqiang"])
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", "\n".join(commands)],
        cwd=tmp_path,
        env=os.environ | {"API": f"{served}/api/v1", "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def _tell_tokens(folder: Path, usernames: list[str]) -> None:
    """A `wangge token` that knows the tokens of this test's rows."""
    lines = ["#!/bin/sh", 'case "$2" in']
    for username in usernames:
        token = make_token(User.objects.get(username=username), title="page", now=utc_now())
        lines.append(f"{username}) echo {token};;")
    stand_in = folder / "wangge"
    stand_in.write_text("\n".join([*lines, "esac", ""]))
    stand_in.chmod(0o755)
