"""Keys are exchanged while the county works: everything is sealed anew, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import Settings

from wangge.lib.ciphers import key_number, place
from wangge.lib.ids import uuid7
from wangge.privacy import keyring, sealing
from wangge.privacy.actions import keys
from wangge.privacy.models import KeyProbe
from wangge.privacy.queries.keys import faults_of_keys, uses
from wangge.privacy.refusals import CannotUnseal, KeysMissing, RowsHidden
from wangge.privacy.sealing import Sealed
from wangge.registry.models import Person

pytestmark = pytest.mark.django_db

_NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
_OF = "test.sealed"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keys of this test's own, and one sealed column: the probes stand in for any other table."""
    settings.KEYS = tmp_path / "keys"
    KeyProbe.objects.all().delete()
    sealing.forget_ring()
    monkeypatch.setattr(sealing, "_REGISTERED", {_OF: Sealed(KeyProbe, "sealed", _OF)})
    keys.have_keys(now=_NOW)
    yield
    sealing.forget_ring()


def _ring_folder() -> Path:
    return Path(settings.KEYS)


def _rows(count: int) -> None:
    rows = [KeyProbe(id=uuid7(), number=100 + place, at=_NOW) for place in range(count)]
    for row in rows:
        row.sealed = sealing.seal(f"第{row.number}条", of=_OF, row=row.id)
    KeyProbe.objects.bulk_create(rows)


def _opened() -> list[str]:
    rows = KeyProbe.objects.filter(number__gte=100).order_by("number")
    return [sealing.unseal(row.sealed, of=_OF, row=row.id) for row in rows]


def test_everything_is_sealed_with_the_new_key() -> None:
    _rows(25)
    before = _opened()
    number = keyring.add_key(_ring_folder(), "gm", now=_NOW)
    sealing.ring(afresh=True)
    told: list[tuple[int, int]] = []
    (done,) = keys.reseal(batch=10, tell=lambda one: told.append((one.done, one.todo)))
    assert (done.done, done.closed) == (25, [])
    assert told == [(0, 25), (10, 25), (20, 25), (25, 25)]
    assert uses() == {number: 25}
    assert _opened() == before


def test_what_was_stopped_halfway_goes_on() -> None:
    _rows(25)
    keyring.add_key(_ring_folder(), "intl", now=_NOW)
    sealing.ring(afresh=True)

    def stop(one: keys.Resealed) -> None:
        if one.done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        keys.reseal(batch=10, tell=stop)
    assert uses() == {1: 15, 2: 10}
    (done,) = keys.reseal(batch=10)
    assert done.done == 15
    assert uses() == {2: 25}


def test_what_changed_meanwhile_is_not_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    _rows(1)
    (row,) = KeyProbe.objects.all()
    keyring.add_key(_ring_folder(), "intl", now=_NOW)
    newer = sealing.ring(afresh=True).keys[1].seal("改过了", place(_OF, row.id.bytes))
    unseal = sealing.unseal

    def somebody_writes(sealed: bytes, *, of: str, row: object) -> str:
        KeyProbe.objects.update(sealed=newer)
        return unseal(sealed, of=of, row=row)  # type: ignore[arg-type]

    monkeypatch.setattr(keys, "unseal", somebody_writes)
    keys.reseal()
    assert _opened() == ["改过了"]


def test_a_damaged_text_is_named_and_left() -> None:
    _rows(3)
    broken = KeyProbe.objects.get(number=101)
    KeyProbe.objects.filter(pk=broken.pk).update(sealed=bytes(broken.sealed)[:-1] + b"x")
    keyring.add_key(_ring_folder(), "intl", now=_NOW)
    sealing.ring(afresh=True)
    (done,) = keys.reseal()
    assert (done.done, done.closed) == (2, [str(broken.id)])


def test_a_key_is_dropped_only_when_nothing_uses_it() -> None:
    _rows(3)
    keyring.add_key(_ring_folder(), "intl", now=_NOW)
    later = _NOW + timedelta(hours=1)
    assert keys.drop_unused(now=later) == [], "it still seals three texts"
    sealing.ring(afresh=True)
    keys.reseal()
    assert keys.drop_unused(now=_NOW + timedelta(minutes=1)) == [], "others may not know yet"
    assert keys.drop_unused(now=later) == [1]
    assert _opened() == ["第100条", "第101条", "第102条"]


def test_rotating_makes_a_key_with_its_probe() -> None:
    keys.probe_keys(now=_NOW)
    assert keys.rotate(now=_NOW) == 2
    assert set(KeyProbe.objects.values_list("number", flat=True)) == {1, 2}
    assert faults_of_keys() == []


def test_a_ring_of_another_county_is_noticed_before_anything_is_sealed() -> None:
    keys.probe_keys(now=_NOW)
    (settings.KEYS / keyring.FILE).unlink()
    keyring.make(settings.KEYS, "intl", now=_NOW)
    sealing.forget_ring()
    assert [type(fault) for fault in faults_of_keys()] == [CannotUnseal]
    with pytest.raises(CannotUnseal):
        keys.have_keys(now=_NOW)


def test_a_county_that_lost_its_keys_gets_no_others_in_silence() -> None:
    keys.probe_keys(now=_NOW)
    (settings.KEYS / keyring.FILE).unlink()
    sealing.forget_ring()
    with pytest.raises(KeysMissing):
        keys.have_keys(now=_NOW)
    assert not (settings.KEYS / keyring.FILE).exists()


def test_who_says_that_they_are_lost_gets_a_key_of_another_number() -> None:
    keys.probe_keys(now=_NOW)
    (settings.KEYS / keyring.FILE).unlink()
    sealing.forget_ring()
    assert keys.have_keys(now=_NOW, lost=True)
    sealed = sealing.seal("x", of=_OF, row=uuid7())
    assert key_number(sealed) == 2


def test_who_cannot_see_every_row_does_not_judge_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The row policy over special groups would hide texts that an old key still seals."""
    hidden = {"person.phone": Sealed(Person, "phone_sealed", "person.phone")}
    monkeypatch.setattr(sealing, "_REGISTERED", hidden)
    for judge in (uses, keys.reseal, lambda: keys.drop_unused(now=_NOW)):
        with pytest.raises(RowsHidden):
            judge()
