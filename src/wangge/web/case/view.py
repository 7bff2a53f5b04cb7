"""A case as its page shows it: names masked, photos with addresses, actions with their letters."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from wangge.cases.queries.shapes import (
    CasePage,
    CaseView,
    ReporterView,
    Sayable,
    TimelineEntry,
    Who,
)
from wangge.core.case.verbs import Verb
from wangge.lib.masking import mask_name, mask_phone
from wangge.ui.words import say_span
from wangge.web.case.keys import DANGER, FORWARD, IN_FRONT, KEYS


class ActionView(NamedTuple):
    """A button of the action bar."""

    verb: str
    title: str
    href: str
    key: str
    kind: str


class Actions(NamedTuple):
    """What may be done now: in front, and under 更多."""

    front: list[ActionView]
    more: list[ActionView]


def actions_of(no: str, may: Iterable[Sayable], back: str = "") -> Actions:
    """The buttons for what may be done now, what carries the case forward first."""
    order = {verb: place for place, verb in enumerate(FORWARD)}
    offered = sorted(may, key=lambda one: order.get(Verb(one.action), len(order)))
    front: list[ActionView] = []
    more: list[ActionView] = []
    for one in offered:
        verb = Verb(one.action)
        first = not front and verb in order
        kind = "primary" if first else "danger" if verb in DANGER else "plain"
        href = with_back(reverse("case_act", args=[no, verb.value]), back)
        view = ActionView(verb.value, one.title, href, KEYS.get(verb, ""), kind)
        (front if verb in IN_FRONT else more).append(view)
    return Actions(front, more)


def with_back(address: str, back: str) -> str:
    """The address, remembering the list one came from."""
    return f"{address}?{urlencode({'back': back})}" if back else address


def photos_of(case: CaseView) -> list[dict[str, Any]]:
    """Photos 处置前 and 处置后, as `photo_grid` takes them; the pair is shown once there is one."""
    before = [_photo(case.no, digest, "before" if case.after else "") for digest in case.photos]
    return before + [_photo(case.no, digest, "after") for digest in case.after]


def _photo(no: str, digest: str, when: str) -> dict[str, Any]:
    words = {"before": _("处置前照片"), "after": _("处置后照片"), "": _("上报照片")}[when]
    return {"url": reverse("case_photo", args=[no, digest]), "alt": words, "when": when}


def timeline_of(page: CasePage, language: str) -> list[dict[str, Any]]:
    """The steps as `timeline` takes them, then the one that is waited for."""
    case = page.case
    above = {*case.photos, *case.after}  # shown already, larger
    before = ["", *(entry.owner for entry in page.timeline)]
    steps = [
        _step(case.no, entry, above, handed_on=entry.owner != owner)
        for owner, entry in zip(before, page.timeline, strict=False)
    ]
    if case.kind != "closed":
        steps.append(
            {
                "at": None,
                "verb": case.state_title,
                "who": case.owner.answered_by or _("暂无人"),
                "post": case.owner.title,
                "limit": case.limit_said,
                "open": True,
            }
        )
    return steps


def _person(who: Who) -> str:
    """Staff by name; a resident masked: everywhere a full look leaves a record."""
    if who.system:
        return _("系统")
    return (who.person if who.post else mask_name(who.person)) or _("群众")


def _step(
    no: str, entry: TimelineEntry, above: Collection[str] = (), *, handed_on: bool = True
) -> dict[str, Any]:
    said = [entry.opinion, entry.reason, entry.note]
    if entry.owner and handed_on:
        said.append(_("交%(post)s") % {"post": entry.owner})
    used, limit = entry.used_s, entry.limit_s
    return {
        "at": entry.at,
        "verb": entry.title,
        "who": _person(entry.who),
        "post": entry.who.post,
        "opinion": "\n".join(dict.fromkeys(one for one in said if one)),
        "used": say_span(timedelta(seconds=used)) if used is not None else "",
        "limit": say_span(timedelta(seconds=limit)) if limit else "",
        "over": entry.over,
        "photos": [_photo(no, digest, "") for digest in entry.photos if digest not in above],
    }


class ReporterLine(NamedTuple):
    """A reporter as the page shows him: masked, unless it is the reader or was just revealed."""

    id: UUID
    name: str
    phone: str
    confidential: bool
    at: datetime
    text: str
    hidden: bool  #: there is more to see, for who gives a reason
    reveal_href: str


def reporters_of(page: CasePage) -> list[ReporterLine]:
    """Every reporter, masked even for who may read names: a full look leaves a record."""
    return [_reporter(page.case.no, one) for one in page.reporters]


def _reporter(no: str, one: ReporterView) -> ReporterLine:
    whole = one.yours
    return ReporterLine(
        id=one.id,
        name=one.name if whole else mask_name(one.name),
        phone=one.phone if whole else mask_phone(one.phone),
        confidential=one.confidential,
        at=one.at,
        text=one.text,
        hidden=not whole and not one.masked and bool(one.name or one.phone),
        reveal_href=reverse("case_reveal", args=[no, one.id]),
    )


def changed_since(page: CasePage, version: int) -> Sequence[dict[str, Any]]:
    """The steps somebody else took after `version`."""
    return [_step(page.case.no, entry) for entry in page.timeline if entry.seq > version]
