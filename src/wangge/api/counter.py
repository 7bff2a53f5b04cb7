"""The counter 窗口: reports and actions of programs, as many at once as wait.

Two addresses are asked thousands of times a second, `POST /cases` and `POST /cases/{no}/actions`.
What of them is well formed and comes with a token is handed to one thread of the process, which
judges all that wait and commits them together (`cases.actions.together`). The rules, the bodies
and the answers are those of the endpoints; only Django's own work around a request is left out,
which costs more than the judgement. Everything else goes on to Django, and whatever is odd about a
request too: a session, another host, a body too long. So odd requests are refused in one place.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from http import HTTPStatus
from queue import Empty, SimpleQueue
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, QueryDict
from django.http.request import split_domain_port, validate_host
from django.utils import translation

from wangge.api.door import Answer, Call, Endpoint, answer_to, bearer, encode
from wangge.api.endpoints import cases, work
from wangge.api.reading import JSON, MOST_JSON, decode_json, read_query
from wangge.api.refusals import Busy
from wangge.cases.actions.together import Failed, do_together
from wangge.core.errors import Refusal
from wangge.lib.clock import utc_now

log = logging.getLogger(__name__)

WSGIApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
#: Status line, headers, body.
Sent = tuple[str, list[tuple[str, str]], bytes]

#: Commands committed together: more would make the first of them wait for the last.
MOST_TOGETHER = 64
#: Commands that may wait in one process; whoever comes then is asked to come again.
MOST_WAITING = 96
#: For so long an answer is waited for, before the waiting is given up. Longer than a statement.
PATIENCE_S = 40.0

_BELOW = "/api/v1"
_ACTIONS = re.compile(rf"{_BELOW}/cases/([^/]+)/actions")
_REPORT = next(one for one in cases.ENDPOINTS if one.name == "report")
_ACT = next(one for one in work.ENDPOINTS if one.name == "act")
_STATUS = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


@dataclass(slots=True)
class Asked:
    """A request at the counter, and the bell that rings when it is answered."""

    endpoint: Endpoint
    parts: Mapping[str, str]
    token: str
    language: str
    query: str
    body: bytes
    bell: threading.Lock = field(default_factory=threading.Lock)
    answer: Sent | None = None

    def __post_init__(self) -> None:
        self.bell.acquire()


class Counter:
    """A WSGI application that takes what is for the counter and leaves the rest to `pages`."""

    def __init__(self, pages: WSGIApp) -> None:
        self._pages = pages
        self._waiting: SimpleQueue[Asked] = SimpleQueue()
        self._starting = threading.Lock()
        self._clerk: threading.Thread | None = None

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        asked = read_asked(environ)
        if asked is None:
            return self._pages(environ, start_response)
        status, headers, body = self._ask(asked)
        start_response(status, headers)
        return [body]

    def _ask(self, asked: Asked) -> Sent:
        """The answer, once what it says is durable."""
        if self._waiting.qsize() >= MOST_WAITING:
            return _refused(Busy(), asked)
        if self._clerk is None:
            self._begin()
        self._waiting.put(asked)
        if not asked.bell.acquire(timeout=PATIENCE_S) or asked.answer is None:
            return _refused(Busy(), asked)
        return asked.answer

    def _begin(self) -> None:
        """The thread is begun by the first request: threads do not live through a fork."""
        with self._starting:
            if self._clerk is None:
                self._clerk = threading.Thread(target=self._work, name="counter", daemon=True)
                self._clerk.start()

    def _work(self) -> None:
        while True:
            together = [self._waiting.get()]
            while len(together) < MOST_TOGETHER:
                try:
                    together.append(self._waiting.get_nowait())
                except Empty:
                    break
            for asked, answer in zip(together, answers_to(together), strict=True):
                asked.answer = answer
                asked.bell.release()


def answers_to(together: Sequence[Asked]) -> list[Sent]:
    """What each is told; what they wrote is durable by then."""
    try:
        outcomes = do_together([partial(_called, asked) for asked in together])
    except Exception as error:
        connection.close()
        outcomes = [Failed(error)] * len(together)
    return [
        _sent(answer_to(outcome.error, asked.language, asked.endpoint.path), asked.language)
        if isinstance(outcome, Failed)
        else outcome
        for asked, outcome in zip(together, outcomes, strict=True)
    ]


def _called(asked: Asked) -> Sent:
    now = utc_now()
    endpoint, language = asked.endpoint, asked.language
    actor = bearer(asked.token, now)
    query = read_query(_query(asked.query), endpoint.query) if endpoint.query else None
    assert endpoint.body is not None
    body = decode_json(asked.body, endpoint.body)
    call = Call(request=None, actor=actor, now=now, language=language, body=body, query=query)
    answer = endpoint.handle(call, **asked.parts)
    assert isinstance(answer, Answer)
    return _sent(answer, language)


def _refused(refusal: Refusal, asked: Asked) -> Sent:
    return _sent(answer_to(refusal, asked.language, asked.endpoint.path), asked.language)


def _sent(answer: Answer, language: str) -> Sent:
    body = encode(answer.value)
    headers = [
        ("Content-Type", JSON),
        ("Content-Length", str(len(body))),
        ("Content-Language", language),
        *_ALWAYS,
        *answer.headers.items(),
    ]
    return _STATUS[answer.status], headers, body


#: What Django's middleware says of every answer of the interface, said here once.
_ALWAYS = [
    ("Cache-Control", "no-store"),
    ("Vary", "Accept-Language"),
    ("X-Frame-Options", str(settings.X_FRAME_OPTIONS)),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", str(settings.SECURE_REFERRER_POLICY)),
    ("Cross-Origin-Opener-Policy", str(settings.SECURE_CROSS_ORIGIN_OPENER_POLICY)),
]
if settings.SECURE_HSTS_SECONDS:
    _ALWAYS.append(("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}"))


def read_asked(environ: Mapping[str, Any]) -> Asked | None:
    """What is asked, if it is for the counter; its body is read only then."""
    if environ["REQUEST_METHOD"] != "POST":
        return None
    path = environ["PATH_INFO"]
    if path == f"{_BELOW}/cases":
        endpoint, parts = _REPORT, dict[str, str]()
    else:
        found = _ACTIONS.fullmatch(path)
        if found is None or not found[1].isascii():
            return None
        endpoint, parts = _ACT, {"no": found[1]}
    token = environ.get("HTTP_AUTHORIZATION", "")
    length = environ.get("CONTENT_LENGTH") or ""
    if not (
        token[:7].lower() == "bearer "
        and environ.get("CONTENT_TYPE") == JSON
        and length.isdigit()
        and len(length) < 9
        and int(length) <= MOST_JSON
        and "HTTP_COOKIE" not in environ
        and "HTTP_TRANSFER_ENCODING" not in environ
        and _is_ours(environ.get("HTTP_HOST", ""))
        and (not settings.USE_HTTPS or environ.get("HTTP_X_FORWARDED_PROTO") == "https")
    ):
        return None
    return Asked(
        endpoint=endpoint,
        parts=parts,
        token=token,
        language=_language(environ.get("HTTP_ACCEPT_LANGUAGE", "")),
        query=environ.get("QUERY_STRING", ""),
        body=environ["wsgi.input"].read(int(length)),
    )


@lru_cache(maxsize=64)
def _query(text: str) -> QueryDict:
    return QueryDict(text)


@lru_cache(maxsize=64)
def _is_ours(host: str) -> bool:
    """Whether the county is reached by that name."""
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


@lru_cache(maxsize=256)
def _language(accepted: str) -> str:
    """What the answer is written in, as the locale middleware decides it."""
    request = HttpRequest()
    request.META["HTTP_ACCEPT_LANGUAGE"] = accepted
    return translation.get_language_from_request(request)
