"""Browsers of the cast that are signed in without typing a password each time."""

from __future__ import annotations

from django.test import Client

from wangge.accounts.keys import EPOCH, SEEN, USER
from wangge.accounts.models import User
from wangge.lib.clock import utc_now


def browser_of(username: str | None, *, language: str = "zh-hans") -> Client:
    """A browser in which that person is signed in; None: a stranger's."""
    client = Client(headers={"accept-language": language})
    if username is not None:
        user = User.objects.get(username=username)
        session = client.session
        session[USER] = str(user.id)
        session[EPOCH] = user.session_epoch
        session[SEEN] = int(utc_now().timestamp())
        session.save()
    return client
