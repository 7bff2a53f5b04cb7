"""A phone in somebody's hand: a client signed in as one of the cast."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

SignIn = Callable[[str], Client]


@pytest.fixture
def phone_of() -> SignIn:
    """`phone_of("wangfang")` is a client with her session; "" is a stranger's."""

    def signed_in(username: str) -> Client:
        client = Client()
        if username:
            answer = client.post("/sign-in/", {"username": username, "password": "wangge-demo"})
            assert answer.status_code == 302, answer.content.decode()[:500]
        return client

    return signed_in
