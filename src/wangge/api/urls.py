"""Addresses of the JSON interface, and the one that monitors ask."""

from __future__ import annotations

import re
from itertools import groupby

from django.urls import URLPattern, URLResolver, include, path, re_path

from wangge.api.addresses import ENDPOINTS
from wangge.api.documents import docs, openapi
from wangge.api.door import Endpoint, no_such_address, view_of
from wangge.api.health import health

app_name = "api"


def _route(address: str) -> str:
    """/cases/{no}/log → cases/<str:no>/log"""
    return re.sub(r"{(\w+)}", r"<str:\1>", address).removeprefix("/")


def _path_of(endpoint: Endpoint) -> str:
    return endpoint.path


#: Fixed addresses before those with blanks: /cases/merge is no case number.
_by_path = sorted(ENDPOINTS, key=lambda one: ("{" in one.path, one.path))

_below = [
    path("openapi.json", openapi, name="openapi"),
    path("docs", docs, name="docs"),
    *(
        path(_route(address), view_of(tuple(endpoints)), name=address)
        for address, endpoints in groupby(_by_path, key=_path_of)
    ),
    re_path(r"^(?P<rest>.*)$", no_such_address),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health, name="health"),
    path("api/v1/", include(_below)),
]
