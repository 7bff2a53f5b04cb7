"""Who looked at whom 查阅记录: for the auditor, by who looked and by whose data it was.

Names of those looked at are not shown here: who audits a look need not learn what was seen. Looks
into the special domain do not say at whom.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.accounts.access import user_named
from wangge.core.registry.kinds import KINDS
from wangge.privacy.access import looks_for
from wangge.privacy.models import Look
from wangge.privacy.subjects import subjects_with
from wangge.registry.queries.seen import people_shown
from wangge.territory.access import roster
from wangge.territory.queries import person_named
from wangge.ui.answers import language_of
from wangge.web.admin.frame import admin, shown
from wangge.web.admin.privacy import tabs
from wangge.web.doors import actor_of

#: Looks on one page, and people one number may stand for.
_A_PAGE = 50
_MOST_SUBJECTS = 100

_SPECIAL = "special_domain"


@require_GET
@admin("privacy")
def looks_page(request: HttpRequest) -> HttpResponse:
    """The newest first; `by` (a user name), `subject` (a number, or an id), `before` (an id)."""
    given, language = request.GET, language_of(request)
    by, subject = given.get("by", "").strip(), given.get("subject", "").strip()
    found = looks_for(actor_of(request))
    if by:
        user = user_named(by)
        found = found.filter(by_id=user.id if user else UUID(int=0))
    if subject:
        known = list(subjects_with(subject))[:_MOST_SUBJECTS]
        found = found.filter(subject__in=known).exclude(kind=_SPECIAL)
    if (last := _last(given.get("before", ""), found)) is not None:
        found = found.filter(at__lte=last.at).exclude(at=last.at, pk__gte=last.pk)
    rows = list(found[: _A_PAGE + 1])
    older = given.copy()
    older["before"] = str(rows[_A_PAGE - 1].pk) if len(rows) > _A_PAGE else ""
    context = {
        "parts": tabs("admin_looks"),
        "by": by,
        "subject": subject,
        "rows": _listed(rows[:_A_PAGE], language, about_one=bool(subject)),
        "older_href": f"?{older.urlencode()}" if len(rows) > _A_PAGE else "",
    }
    return shown(request, "looks.html", context, section="privacy")


def _last(before: str, found: QuerySet[Look]) -> Look | None:
    """The look the page before ended with."""
    try:
        return found.filter(pk=UUID(before)).first() if before else None
    except ValueError:
        return None


def _listed(rows: list[Look], language: str, *, about_one: bool) -> list[dict[str, object]]:
    """The looks as the page lists them; at whom is not told of people in the special domain."""
    told = people_shown({row.subject for row in rows if row.kind == "person"})
    hidden = {row.pk for row in rows if row.kind == "person" and row.subject not in told}
    return [
        _shown(row, language, untold=row.kind == _SPECIAL or row.pk in hidden)
        for row in rows
        if not (about_one and row.pk in hidden)
    ]


def _shown(row: Look, language: str, *, untold: bool) -> dict[str, object]:
    post = roster().posts.get(row.post_id) if row.post_id else None
    return {
        "at": row.at,
        "who": person_named(row.by_id) or _("无岗位人员"),
        "post": post.called(language) if post else "",
        "kind": _kind(row.kind, language),
        "what": "、".join(_what(one) for one in row.what.split(",")),
        "subject": "" if untold else f"{row.subject}"[-8:],
        "href": "" if untold else f"{reverse('admin_looks')}?subject={row.subject}",
        "reason": row.reason,
    }


def _kind(kind: str, language: str) -> str:
    if kind in KINDS:
        return KINDS[kind].title(language)
    return {"reporter": _("诉求人"), _SPECIAL: _("特殊人群")}.get(kind, kind)


def _what(name: str) -> str:
    words = {"name": _("姓名"), "phone": _("电话"), "id_number": _("证件号码")}
    return words.get(name, name)
