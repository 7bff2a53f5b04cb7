"""Mails go out once, at decent hours, are tried again, and hold nothing anybody typed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from pytest_django import Settings
from tests.core.case.county import CALENDAR, NINE, County, name

from wangge.core.duty import Actor
from wangge.lib.ids import uuid7
from wangge.notify.actions import Message, deliver_due, revive, send, set_preference
from wangge.notify.actions.mails import ATTEMPTS
from wangge.notify.actions.preferences import BadAddress
from wangge.notify.models import Delivery

pytestmark = pytest.mark.django_db

FANG = County().actor("王芳")
EVENING = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)  # Friday 23:00 in Shanghai
MONDAY = datetime(2026, 11, 30, 0, 0, tzinfo=UTC)  # Monday 08:00 in Shanghai


@pytest.fixture(autouse=True)
def _with_a_mail_server(settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.test"


def wants_mail(actor: Actor = FANG, language: str = "zh", **given: list[str]) -> None:
    set_preference(
        actor=actor, address="fang@example.com", mail=True, language=language, muted=[], **given
    )


def tell(kind: str = "came", *, now: datetime = NINE, position: int = 1) -> None:
    message = Message(
        position=position,
        to=name("网格一"),
        to_post=True,
        kind=kind,
        subject_id=uuid7(),
        no="C-1",
        facts={"no": "C-1", "reason": "张三的电话13800001234", "item": "井盖"},
        at=now,
        mail_to=FANG.user_id,
    )
    send([message], now=now, calendar=CALENDAR)


def test_a_mail_goes_to_who_wants_one() -> None:
    wants_mail()
    tell()
    assert deliver_due(now=NINE) == 1
    (sent,) = mail.outbox
    assert sent.to == ["fang@example.com"]
    assert sent.subject == "案件 C-1 到了您的岗位"


def test_nobody_gets_mails_he_did_not_ask_for() -> None:
    tell()
    assert not Delivery.objects.exists()


def test_without_a_mail_server_nothing_waits(settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    wants_mail()
    tell()
    assert not Delivery.objects.exists()


def test_a_mail_holds_nothing_anybody_typed() -> None:
    wants_mail()
    tell("supervised")
    deliver_due(now=NINE)
    text = mail.outbox[0].subject + str(mail.outbox[0].body)
    assert "张三" not in text
    assert "13800001234" not in text
    assert "C-1" in text


def test_a_mail_is_written_in_the_language_of_the_reader() -> None:
    wants_mail(language="en")
    tell()
    deliver_due(now=NINE)
    assert mail.outbox[0].subject == "Case C-1 has come to your post"


def test_what_can_wait_waits_for_the_next_worked_morning() -> None:
    wants_mail()
    tell(now=EVENING)
    assert deliver_due(now=EVENING) == 0
    assert deliver_due(now=MONDAY - timedelta(seconds=1)) == 0
    assert deliver_due(now=MONDAY) == 1


def test_what_is_urgent_goes_out_at_night() -> None:
    wants_mail()
    tell("supervised", now=EVENING)
    assert deliver_due(now=EVENING) == 1


def test_it_goes_out_once() -> None:
    wants_mail()
    tell()
    tell()
    assert [deliver_due(now=NINE + timedelta(minutes=n)) for n in range(3)] == [1, 0, 0]


def test_old_happenings_are_not_mailed_as_news() -> None:
    wants_mail()
    message = Message(
        position=9,
        to=name("网格一"),
        to_post=True,
        kind="came",
        subject_id=uuid7(),
        no="C-1",
        facts={},
        at=NINE - timedelta(days=2),
        mail_to=FANG.user_id,
    )
    send([message], now=NINE)
    assert not Delivery.objects.exists()


def refuses(_: EmailMessage) -> object:
    raise OSError("no route")


def test_a_failed_mail_is_tried_again_later_and_later() -> None:
    wants_mail()
    tell()
    assert deliver_due(now=NINE, send=refuses) == 0
    assert deliver_due(now=NINE + timedelta(seconds=59), send=refuses) == 0
    row = Delivery.objects.get()
    assert (row.attempts, row.next_at) == (1, NINE + timedelta(minutes=1))
    deliver_due(now=row.next_at, send=refuses)
    row.refresh_from_db()
    assert (row.attempts, row.next_at) == (2, NINE + timedelta(minutes=5))
    assert deliver_due(now=row.next_at) == 1


def test_in_the_end_it_is_a_dead_letter_that_can_be_revived() -> None:
    wants_mail()
    tell()
    now = NINE
    for _ in range(ATTEMPTS):
        deliver_due(now=now, send=refuses)
        now = Delivery.objects.get().next_at
    row = Delivery.objects.get()
    assert row.dead_at is not None
    assert "no route" in row.failure
    assert deliver_due(now=now + timedelta(days=30)) == 0
    assert revive(now=now) == 1
    assert deliver_due(now=now) == 1


def test_a_sender_that_dies_leaves_its_mails_to_the_next() -> None:
    wants_mail()
    tell()

    def dies(_: EmailMessage) -> object:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver_due(now=NINE, send=dies)
    assert deliver_due(now=NINE + timedelta(minutes=9)) == 0
    assert deliver_due(now=NINE + timedelta(minutes=11)) == 1


def test_mail_wants_an_address() -> None:
    for address in ("", "fang", "fang@"):
        with pytest.raises(BadAddress):
            set_preference(actor=FANG, address=address, mail=True, language="zh", muted=[])
