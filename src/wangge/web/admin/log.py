"""The log as the auditor reads it 日志: by subject, person and name; is the chain whole; anchors.

Read only: nothing on these pages changes anything. Of people in the special domain an entry tells
neither whom nor what: that it was written, by whom, and that the chain is whole, it does tell.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.accounts.access import user_named
from wangge.audit.queries import (
    ChainCheck,
    LogFilter,
    LogRow,
    anchors_newest,
    chain_of_subject,
    check_anchor,
    newest,
)
from wangge.cases.access import case_for
from wangge.core.errors import NotFound, Refusal
from wangge.registry.queries.seen import is_of_special_domain, people_shown
from wangge.territory.access import roster
from wangge.territory.queries import person_named
from wangge.web.admin.frame import admin, shown
from wangge.web.doors import actor_of

#: Entries on one page.
_A_PAGE = 50
#: Anchors whose root is reckoned again for the page.
_CHECKED = 3


@require_GET
@admin("log")
def entries(request: HttpRequest) -> HttpResponse:
    """The newest entries first; `subject` (an id or a case number), `person`, `name`, `before`."""
    given = request.GET
    subject, person, name = (given.get(one, "").strip() for one in ("subject", "person", "name"))
    before = given.get("before", "")
    wanted = LogFilter(
        subject=_subject_id(request, subject),
        person=_person_id(person),
        name=name or None,
        before=int(before) if before.isdigit() else None,
    )
    found = newest(wanted, limit=_A_PAGE + 1)
    older = given.copy()
    older["before"] = str(found[_A_PAGE - 1].position) if len(found) > _A_PAGE else ""
    context = {
        "subject": subject,
        "person": person,
        "name": name,
        "rows": _rows(found[:_A_PAGE], about_one=bool(subject)),
        "older_href": f"?{older.urlencode()}" if len(found) > _A_PAGE else "",
    }
    return shown(request, "log.html", context, section="log")


@require_GET
@admin("log")
def subject(request: HttpRequest, subject: UUID) -> HttpResponse:
    """The whole log of one subject, its chain reckoned again entry by entry."""
    entries, check = chain_of_subject(subject)
    rows = _rows(entries, about_one=True)
    if not rows:
        raise NotFound(field="subject")
    context = {
        "crumbs": [(_("日志"), reverse("admin_log")), (str(subject), "")],
        "subject": subject,
        "rows": rows,
        "check": _check_said(check),
        "whole": check.whole,
    }
    return shown(request, "log_subject.html", context, section="log")


@require_GET
@admin("log")
def anchors(request: HttpRequest) -> HttpResponse:
    """The newest anchors; the roots of the last three are reckoned again."""
    rows = [
        {
            "number": one.number,
            "at": one.at,
            "count": one.count,
            "root": bytes(one.root).hex(),
            "hash": bytes(one.hash).hex(),
            "whole": check_anchor(one) if place < _CHECKED else None,
        }
        for place, one in enumerate(anchors_newest(limit=30))
    ]
    context = {"crumbs": [(_("日志"), reverse("admin_log")), (_("日志锚"), "")], "rows": rows}
    return shown(request, "anchors.html", context, section="log")


def _check_said(check: ChainCheck) -> str:
    if check.whole:
        return _("链条完整，共%(count)s条，没有人动过。") % {"count": check.count}
    return _("第%(seq)s条对不上：它或它之前的内容被改过。") % {"seq": check.broken_at}


def _subject_id(request: HttpRequest, said: str) -> UUID | None:
    """An id, or that of a case by its number, if the reader may see it; nothing matches else."""
    if not said:
        return None
    try:
        return UUID(said)
    except ValueError:
        pass
    try:
        return case_for(actor_of(request), said.upper()).pk
    except Refusal:
        return UUID(int=0)


def _person_id(said: str) -> UUID | None:
    if not said:
        return None
    found = user_named(said)
    return found.id if found else UUID(int=0)


def _rows(rows: Sequence[LogRow], *, about_one: bool) -> list[dict[str, object]]:
    """The entries as the page lists them; `about_one`: those that may not be told are left out."""
    people = {row.subject for row in rows if _of_person(row)}
    shown_people = people_shown(people)
    withheld = {
        row.position
        for row in rows
        if is_of_special_domain(row.name) or (_of_person(row) and row.subject not in shown_people)
    }
    return [
        _shown(row, withheld=row.position in withheld)
        for row in rows
        if not (about_one and row.position in withheld)
    ]


def _of_person(row: LogRow) -> bool:
    return row.kind == "registry" and json.loads(row.data).get("kind") == "person"


def _shown(row: LogRow, *, withheld: bool) -> dict[str, object]:
    post = roster().posts.get(row.post) if row.post else None
    return {
        "position": row.position,
        "seq": row.seq,
        "at": row.at,
        "kind": row.kind,
        "name": row.name,
        "subject": None if withheld else row.subject,
        "href": "" if withheld else reverse("admin_log_subject", args=[row.subject]),
        "who": person_named(row.person) or (_("系统") if row.person is None else _("已登录的人")),
        "post": post.title if post else "",
        "data": _("（内容不予显示）")
        if withheld
        else json.dumps(json.loads(row.data), ensure_ascii=False, indent=1),
        "hash": row.hash.hex()[:16],
        "whole": row.whole,
    }
