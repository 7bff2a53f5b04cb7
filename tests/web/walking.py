"""Walking through every door of the site, and holding two answers against each other."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, ClassVar

from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import URLResolver, get_resolver

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.I)
#: What no two answers share: tokens, nonces, instants, spans that run on, how far the log is read,
#: cursors that are signed.
_FLEETING = (
    re.compile(r'(?:csrfmiddlewaretoken" value|"X-CSRFToken|nonce|"?csrf\w*)"?\s*[=:]\s*"[^"]*"'),
    re.compile(r'"X-CSRFToken": "[^"]*"'),
    re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[+-]\d\d:\d\d|Z)?"),
    re.compile(r"\d{1,2}:\d\d(?::\d\d)?"),
    re.compile(r'data-(?:now|behind|waiting)="\d+"'),
    re.compile(r"(?:\d+(?:天|小时|分钟|分|秒))+(?:前|后)?"),
    re.compile(r"cursor=[^\"&]*"),
    re.compile(r"\b[0-9a-f]{16,64}\b"),
    re.compile(r"C-\d{8}-\d+"),
    re.compile(r"[\w-]{8,}:[\w-]{5,8}:[\w-]{20,}"),  # what is signed with its instant
)


def addresses(within: object = None, before: str = "") -> Iterator[str]:
    """Every address of the site, programs' included."""
    resolver = within if isinstance(within, URLResolver) else get_resolver()
    for one in resolver.url_patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one, here)
        elif "(?P<rest>" not in here:
            yield here


class Heard(QueryDict):
    """What is asked in an address, and which of it anybody has looked at; "*" is all of it."""

    looked_at: ClassVar[set[str]] = set()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        before = set(self.looked_at)
        super().__init__(*args, **kwargs)
        self.looked_at.clear()
        self.looked_at.update(before)

    def __contains__(self, name: object) -> bool:
        self.looked_at.add(str(name))
        return super().__contains__(name)

    def __getitem__(self, name: str) -> Any:
        self.looked_at.add(name)
        return super().__getitem__(name)

    def _getlist(self, name: str, *args: Any, **kwargs: Any) -> Any:
        self.looked_at.add(name)
        return super()._getlist(name, *args, **kwargs)  # type: ignore[misc]

    def __iter__(self) -> Iterator[str]:
        self.looked_at.add("*")
        return super().__iter__()

    def keys(self) -> Any:
        self.looked_at.add("*")
        return super().keys()

    def lists(self) -> Any:
        self.looked_at.add("*")
        return super().lists()


def answer_of(client: Client, address: str, given: dict[str, str] | None = None) -> str:
    """Status, where to, and all that can be read of an answer, tables of spreadsheets included."""
    answer = client.get(address) if given is None else client.post(address, given)
    body = read(answer)
    where = answer.headers.get("Location", "") + answer.headers.get("X-Sentence", "")
    return f"{answer.status_code} {where}\n{body}"


def read(answer: HttpResponse) -> str:
    """The body as text."""
    streamed = getattr(answer, "streaming_content", None)
    raw = b"".join(streamed) if streamed is not None else answer.content
    if raw[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(raw)) as inside:
            return "\n".join(
                inside.read(name).decode("utf-8", "replace") for name in sorted(inside.namelist())
            )
    return raw.decode("utf-8", "replace")


def lasting(text: str) -> str:
    """The answer without what no two answers share."""
    text = _UUID.sub("<id>", text)
    for fleeting in _FLEETING:
        text = fleeting.sub("<…>", text)
    return text
