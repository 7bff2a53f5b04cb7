"""Keep what each person wants to hear."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from wangge.core.duty import Actor
from wangge.core.errors import Invalid, NotFound
from wangge.core.notices import KINDS, name_of
from wangge.notify.models import Preference


class BadAddress(Invalid):
    """No e-mail address, or none where mails are wanted."""

    code = "bad_address"
    zh = "邮箱地址“{address}”不对。请填写完整的邮箱地址，或关闭邮件通知。"
    en = "“{address}” is no e-mail address. Give a whole one, or switch mails off."


class CannotMute(Invalid):
    """A kind everybody must hear."""

    code = "cannot_mute"
    zh = "“{name}”是必须收到的通知，不能关闭。"
    en = "“{name_en}” cannot be switched off: the answer for a case cannot be declined."


class NoSuchKind(Invalid):
    """A kind nobody knows."""

    code = "no_such_kind"
    zh = "没有“{kind}”这一类通知。"
    en = "There is no kind of notice called “{kind}”."


def set_preference(
    *, actor: Actor, address: str, mail: bool, language: str, muted: Collection[str]
) -> Preference:
    """The actor hears just what he wants. Refuses: NotFound, BadAddress, CannotMute, NoSuchKind."""
    if actor.user_id is None:
        raise NotFound(field="user")
    for kind in muted:
        if kind not in KINDS:
            raise NoSuchKind(field="muted", kind=kind[:40])
        if KINDS[kind].always:
            raise CannotMute(field="muted", name=name_of(kind), name_en=name_of(kind, "en"))
    row, _ = Preference.objects.update_or_create(
        user_id=actor.user_id,
        defaults={
            "address": _checked(address.strip(), wanted=mail),
            "mail": mail,
            "language": "zh-hans" if language.startswith("zh") else "en",
            "muted": sorted(set(muted)),
        },
    )
    return row


def _checked(address: str, *, wanted: bool) -> str:
    if not address and not wanted:
        return ""
    try:
        validate_email(address)
    except ValidationError:
        raise BadAddress(field="address", address=address[:80]) from None
    return address


def forget_preference(user: UUID) -> None:
    """Nothing is kept about a person who has gone."""
    Preference.objects.filter(pk=user).delete()
