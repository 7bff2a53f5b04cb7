"""How often a stranger may report, and how often guess a number and a telephone.

Counted by rows, so that all processes count together. A whole office or a telephone network may
share an address, so the limits are generous: they stop machines, not villages. Ignores people who
have signed in.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from wangge.accounts.access import client_address
from wangge.core.errors import Forbidden
from wangge.web.actions import note_knock
from wangge.web.models import Knock

WITHIN = timedelta(minutes=10)
#: door → knocks allowed within `WITHIN`.
MOST = {"report": 30, "follow": 15}


class TooMany(Forbidden):
    """More knocks from one address than people make."""

    code = "too_many"
    status = 429
    zh = (
        "这个网络地址在{minutes}分钟内提交得太多（最多{most}次），请过{minutes}分钟再试，"
        "您填写的内容已保留。紧急情况请拨打110、119、120。"
    )
    en = (
        "Too many from this network address within {minutes} minutes (at most {most}). Try again "
        "in {minutes} minutes; what you typed is kept. In an emergency call 110, 119 or 120."
    )


def check_knocks(door: str, request: HttpRequest, *, now: datetime) -> None:
    """The address may knock once more. One query. Refuses: TooMany (429)."""
    recent = Knock.objects.filter(door=door, address=_digest(request), at__gt=now - WITHIN)
    if recent.count() >= MOST[door]:
        minutes = int(WITHIN.total_seconds() // 60)
        raise TooMany(minutes=minutes, most=MOST[door])


def knock(door: str, request: HttpRequest, *, now: datetime) -> None:
    """The address has knocked."""
    note_knock(door, _digest(request), now=now)


def _digest(request: HttpRequest) -> str:
    return salted_hmac("web.knock", client_address(request) or "").hexdigest()
