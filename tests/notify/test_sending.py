"""Notices reach whoever answers for a post, once; people hear what they want in their language."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.core.case.county import NINE, County, name

from wangge.core.duty import STRANGER, Actor
from wangge.lib.ids import uuid7
from wangge.notify.access import notices_for
from wangge.notify.actions import Message, forget_old, mark_all_read, mark_read, send
from wangge.notify.actions.preferences import CannotMute, set_preference
from wangge.notify.models import Notice
from wangge.notify.queries import inbox, kinds_for, unread_count

pytestmark = pytest.mark.django_db

FANG = County().actor("王芳")
FANGS_POST = name("网格一")


def a_message(
    to: UUID = FANGS_POST, *, position: int = 1, kind: str = "came", at: datetime = NINE
) -> Message:
    facts = {"no": "C-1", "item": "污水井盖", "item_en": "Manhole cover", "how": "派遣"}
    return Message(
        position=position,
        to=to,
        to_post=True,
        kind=kind,
        subject_id=uuid7(),
        no="C-1",
        facts=facts | {"how_en": "dispatch", "due": "2026-11-23 17:12"},
        at=at,
    )


def test_whoever_answers_for_the_post_reads_it() -> None:
    send([a_message()], now=NINE)
    assert [one.no for one in inbox(FANG).notices] == ["C-1"]


def test_nobody_else_reads_it() -> None:
    send([a_message()], now=NINE)
    for other in (County().actor("赵敏"), County().actor("陈姨"), STRANGER, Actor(user_id=uuid7())):
        assert inbox(other).notices == ()
        assert unread_count(other) == 0


def test_it_is_said_in_the_language_of_the_reader() -> None:
    send([a_message()], now=NINE)
    (chinese,), (english,) = inbox(FANG).notices, inbox(FANG, language="en").notices
    assert chinese.title == "案件 C-1 到了您的岗位"
    assert "污水井盖" in chinese.body
    assert english.title == "Case C-1 has come to your post"
    assert "Manhole cover" in english.body


def test_sending_the_same_again_tells_nobody_twice() -> None:
    assert send([a_message(), a_message()], now=NINE) == 1
    assert send([a_message()], now=NINE) == 0
    assert send([a_message(position=2)], now=NINE) == 1
    assert Notice.objects.count() == 2


def test_a_notice_read_stays_read_when_it_is_sent_again() -> None:
    send([a_message()], now=NINE)
    mark_read([inbox(FANG).notices[0].id], actor=FANG, now=NINE)
    send([a_message()], now=NINE)
    assert unread_count(FANG) == 0


def test_nobody_marks_what_is_not_his() -> None:
    send([a_message()], now=NINE)
    pk = inbox(FANG).notices[0].id
    assert mark_read([pk], actor=County().actor("赵敏"), now=NINE) == 0
    assert unread_count(FANG) == 1


def test_all_read_leaves_out_what_came_since() -> None:
    send([a_message(), a_message(position=2, at=NINE + timedelta(minutes=1))], now=NINE)
    assert mark_all_read(actor=FANG, now=NINE) == 1
    assert unread_count(FANG) == 1


def test_pages_go_on_where_they_ended() -> None:
    send([a_message(position=n, at=NINE + timedelta(minutes=n // 2)) for n in range(7)], now=NINE)
    first = inbox(FANG, limit=4)
    second = inbox(FANG, limit=4, after=first.next)
    assert second.next is None
    seen = [one.id for one in (*first.notices, *second.notices)]
    assert len(set(seen)) == 7
    assert seen == [row.pk for row in notices_for(FANG)]


def test_a_muted_kind_is_not_shown() -> None:
    send([a_message(kind="urged"), a_message()], now=NINE)
    set_preference(actor=FANG, address="", mail=False, language="zh", muted=["urged"])
    assert [one.kind for one in inbox(FANG).notices] == ["came"]
    assert {one.kind for one in kinds_for(FANG) if one.muted} == {"urged"}


def test_what_one_answers_for_cannot_be_muted() -> None:
    with pytest.raises(CannotMute):
        set_preference(actor=FANG, address="", mail=False, language="zh", muted=["supervised"])


def test_old_notices_are_forgotten() -> None:
    send([a_message(), a_message(position=2)], now=NINE)
    mark_read([inbox(FANG).notices[0].id], actor=FANG, now=NINE)
    assert forget_old(now=NINE + timedelta(days=91)) == 1
    assert forget_old(now=NINE + timedelta(days=366)) == 1


def test_what_was_read_and_forgotten_is_not_told_again() -> None:
    """A follower that reads the whole log again brings back no old news."""
    later = NINE + timedelta(days=91)
    send([a_message()], now=NINE)
    mark_all_read(actor=FANG, now=NINE)
    assert forget_old(now=later) == 1
    assert send([a_message()], now=later) == 0
