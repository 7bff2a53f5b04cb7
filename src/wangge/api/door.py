"""The one door of the JSON interface: who is asking, what is asked, and how it is answered.

An `Endpoint` says everything about an address once; the same value routes requests, checks them
and is written into the OpenAPI document, so the document cannot say another thing than the code.
Bodies are read by `msgspec`, which costs a twentieth of a framework's own models; a report is the
most frequent request there is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec
import psycopg
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.csrf import csrf_exempt

from wangge.accounts.access import actor_from_request, actor_from_token
from wangge.api.reading import JSON, read_json, read_query
from wangge.api.refusals import (
    BadToken,
    Broken,
    MalformedForm,
    NoSuchAddress,
    NotFromOurPages,
    NotSignedIn,
    TooBig,
    Unavailable,
    WrongMethod,
)
from wangge.api.shapes.errors import Error, ErrorAnswer
from wangge.core.duty import STRANGER, Actor
from wangge.core.errors import Refusal
from wangge.lib.clock import utc_now
from wangge.ui.answers import language_of, status_of

log = logging.getLogger(__name__)

Body = TypeVar("Body")
Query = TypeVar("Query")

#: Any value `msgspec` knows, as the bytes of its JSON.
encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Call(Generic[Body, Query]):
    """A request that has come through the door."""

    request: HttpRequest | None  #: None at the counter (`api.counter`), where all else is known
    actor: Actor
    now: datetime
    language: str
    body: Body
    query: Query


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back: any value `msgspec` writes, or a finished response."""

    value: object
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An answer as the document describes it."""

    description: str
    shape: Any = None  #: None: no JSON
    example: object = None
    media: str = JSON


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """Everything about one method of one address."""

    method: str
    path: str  #: below /api/v1, parts in braces
    name: str  #: operationId
    group: str
    summary: str
    description: str = ""
    handle: Callable[..., Answer | HttpResponseBase]
    body: type[msgspec.Struct] | None = None
    form: Mapping[str, Any] | None = None  #: the schema of a multipart form, read by `handle`
    rows: type[msgspec.Struct] | None = None  #: one line of a streamed body, read by `handle`
    query: type[msgspec.Struct] | None = None
    requests: Mapping[str, object] = field(default_factory=dict)  #: examples by name
    answers: Mapping[int, Shown]
    refusals: Sequence[type[Refusal]] = ()
    public: bool = False  #: nobody needs to sign in


def view_of(endpoints: Sequence[Endpoint]) -> Callable[..., HttpResponseBase]:
    """The view of one address: it answers every request, whatever comes, in one shape."""
    by_method = {one.method: one for one in endpoints}
    if "GET" in by_method:
        by_method["HEAD"] = by_method["GET"]
    allowed = ", ".join(sorted(by_method))

    @csrf_exempt
    def view(request: HttpRequest, **parts: str) -> HttpResponseBase:
        endpoint = by_method.get(request.method or "")
        if endpoint is None:
            refusal = WrongMethod(method=(request.method or "")[:12], allowed=allowed)
            answer = refused(request, refusal)
            answer["Allow"] = allowed
            return answer
        return _answered(request, endpoint, parts)

    return view


@csrf_exempt
def no_such_address(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Every address below ours that there is not."""
    return refused(request, NoSuchAddress())


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal as JSON, in the language the reader asked for."""
    return _response(Answer(*refusal_answer(refusal, language_of(request))))


def refusal_answer(
    refusal: Refusal, language: str, case: object = None
) -> tuple[ErrorAnswer, int, dict[str, str]]:
    """The refusal as the document describes it: value, status, headers."""
    status = status_of(refusal)
    error = Error(
        code=refusal.code,
        message=refusal.say(language),
        field=refusal.field if refusal.field else msgspec.UNSET,
        case=case if case is not None else msgspec.UNSET,
    )
    headers = {"WWW-Authenticate": 'Bearer realm="wangge"'} if status == 401 else {}
    if status == 503:
        headers["Retry-After"] = "5"
    return ErrorAnswer(error=error), status, headers


def _answered(
    request: HttpRequest, endpoint: Endpoint, parts: Mapping[str, str]
) -> HttpResponseBase:
    """Whatever happens inside, the answer is one the document knows."""
    language = language_of(request)
    try:
        answer = _called(request, endpoint, parts, language)
    except Exception as error:
        answer = answer_to(error, language, f"{request.method} {request.path}")
    return _response(answer) if isinstance(answer, Answer) else answer


def answer_to(error: Exception, language: str, asked: str) -> Answer:
    """What is said when a call raised; a fault of ours is written down with what was `asked`."""
    match error:
        case Refusal():
            refusal: Refusal = error
        case RequestDataTooBig():
            refusal = TooBig(size="?", most="?")
        case MultiPartParserError() | SuspiciousOperation() | UnreadablePostError():
            refusal = MalformedForm()
        case OperationalError() | InterfaceError() | psycopg.OperationalError():
            log.error("no database for %s", asked, exc_info=error)
            refusal = Unavailable()
        case _:
            log.error("fault at %s", asked, exc_info=error)
            refusal = Broken()
    return Answer(*refusal_answer(refusal, language))


def _called(
    request: HttpRequest, endpoint: Endpoint, parts: Mapping[str, str], language: str
) -> Answer | HttpResponseBase:
    now = utc_now()
    actor = STRANGER if endpoint.public else who_asks(request, now)
    call = Call(
        request=request,
        actor=actor,
        now=now,
        language=language,
        body=read_json(request, endpoint.body) if endpoint.body else None,
        query=read_query(request.GET, endpoint.query) if endpoint.query else None,
    )
    return endpoint.handle(call, **parts)


def who_asks(request: HttpRequest, now: datetime) -> Actor:
    """The bearer of the token, or who has signed in on our pages.

    Refuses: BadToken, NotSignedIn, NotFromOurPages.
    """
    header = request.META.get("HTTP_AUTHORIZATION", "")
    if header:
        return bearer(header, now)
    actor = actor_from_request(request, now=now)
    if actor.is_stranger:
        raise NotSignedIn
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        _from_our_pages(request)
    return actor


def bearer(header: str, now: datetime) -> Actor:
    """For whom the bearer of the token acts. Refuses: BadToken."""
    scheme, _, raw = header.partition(" ")
    actor = actor_from_token(raw.strip(), now=now) if scheme.lower() == "bearer" else None
    if actor is None:
        raise BadToken
    return actor


class _Csrf(CsrfViewMiddleware):
    """Django's own check, asked instead of passed through."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(reason, status=403)


_csrf = _Csrf(lambda _request: HttpResponse())


def _from_our_pages(request: HttpRequest) -> None:
    """A browser's session is believed only with the token of our own pages (X-CSRFToken)."""
    if not request.META.get("HTTP_X_CSRFTOKEN"):
        raise NotFromOurPages
    request.csrf_processing_done = False  # type: ignore[attr-defined]  # ours is still to come
    _csrf.process_request(request)
    if _csrf.process_view(request, _no_view, (), {}) is not None:
        raise NotFromOurPages


def _no_view(_request: HttpRequest) -> HttpResponse:
    """Stands where Django's check wants to know which view it guards."""
    return HttpResponse()


def _response(answer: Answer) -> HttpResponse:
    response = HttpResponse(encode(answer.value), status=answer.status, content_type=JSON)
    response["Cache-Control"] = "no-store"
    # JSON draws nothing: what a page may load need not be said, at every report again.
    response._csp_exempt = True  # type: ignore[attr-defined]
    # A refusal is an answer, not a fault for the log; faults are written down where they happen.
    response._has_been_logged = True  # type: ignore[attr-defined]
    for name, text in answer.headers.items():
        response[name] = text
    return response
