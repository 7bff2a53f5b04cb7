"""The catalogue 事项目录: items, filing conditions, limits with their provenance, and changing one.

A change is shown before it is done: what it turns into, how many open cases stand under it.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wangge.cases.queries.counted import open_under_condition
from wangge.catalogue.access import catalogue
from wangge.catalogue.actions.items import edit_condition_limit
from wangge.catalogue.models.items import PROVENANCES
from wangge.catalogue.queries import LimitPreview, condition_history, preview_limit_change
from wangge.core.catalogue import Condition, Item
from wangge.core.clock import Limit
from wangge.lib.clock import utc_now
from wangge.ui.answers import language_of
from wangge.web.admin.frame import Refused, admin, done, shown, tried
from wangge.web.doors import actor_of

#: Items on one page; the catalogue has some two hundred.
_SHOWN = 300

_PROVENANCE_EN = {
    "F1": "published standard",
    "F1b": "published graded standard",
    "K": "unverified, to be checked",
    "P": "proposed, to be checked",
    "L": "the county's own",
}
_TONES = {"F1": "green", "F1b": "green", "K": "amber", "P": "amber", "L": "accent"}


def provenance_shown(provenance: str, language: str) -> dict[str, str]:
    """Where a figure comes from, as a chip."""
    zh = dict(PROVENANCES).get(provenance, provenance)
    word = zh if language.startswith("zh") else _PROVENANCE_EN.get(provenance, provenance)
    return {"word": word, "tone": _TONES.get(provenance, "plain")}


def condition_shown(condition: Condition, language: str) -> dict[str, object]:
    """A filing condition for a table."""
    return {
        "code": condition.code,
        "when": condition.when,
        "limit": condition.limit,
        "limit_said": Limit.parse(condition.limit).say(language),
        "severity": condition.severity.value,
        "closing": condition.closing,
        "provenance": provenance_shown(condition.provenance.value, language),
    }


@require_GET
@admin("catalogue")
def catalogue_page(request: HttpRequest) -> HttpResponse:
    """The items of a line; `q` narrows by words, `mark` by provenance. No query of its own."""
    known, language = catalogue(), language_of(request)
    codes = [line.code for line in known.lines]
    line = request.GET.get("line", "")
    line = line if line in codes else codes[0]
    words, mark = request.GET.get("q", "").strip(), request.GET.get("mark", "")
    found = [item for item in known.items(line) if _fits(item, words, mark)]
    zh = language.startswith("zh")
    context = {
        "lines": [(one.code, one.title if zh else one.title_en) for one in known.lines],
        "line": line,
        "q": words,
        "mark": mark,
        "marks": [(code, provenance_shown(code, language)["word"]) for code, _zh in PROVENANCES],
        "count": len(found),
        "items": [
            {
                "code": item.code,
                "title": item.title if zh else item.title_en or item.title,
                "category": item.category,
                "href": reverse("admin_item", args=[line, item.code]),
                "provenance": provenance_shown(item.provenance.value, language),
                "conditions": [condition_shown(one, language) for one in item.conditions],
            }
            for item in found[:_SHOWN]
        ],
    }
    return shown(request, "catalogue.html", context, section="catalogue")


@require_GET
@admin("catalogue")
def item(request: HttpRequest, line: str, item: str) -> HttpResponse:
    """One item with its conditions. Refuses: UnknownLine, UnknownItem."""
    known, language = catalogue(), language_of(request)
    found, of = known.item(line, item), known.line(line)
    zh = language.startswith("zh")
    context = {
        "item": found,
        "line": of,
        "title": found.title if zh else found.title_en or found.title,
        "line_title": of.title if zh else of.title_en,
        "crumbs": _crumbs(found, line, zh),
        "provenance": provenance_shown(found.provenance.value, language),
        "conditions": [
            condition_shown(one, language)
            | {"href": reverse("admin_condition", args=[line, item, one.code])}
            for one in found.conditions
        ],
    }
    return shown(request, "item.html", context, section="catalogue")


@require_http_methods(["GET", "POST"])
@admin("catalogue")
def condition(request: HttpRequest, line: str, item: str, condition: str) -> HttpResponse:
    """One condition: its limit, what a change would do, the change, its history.

    `GET ?limit=` previews; `POST limit, reason` changes.
    """
    known, language = catalogue(), language_of(request)
    now, actor = utc_now(), actor_of(request)
    found = known.condition(line, item, condition)
    zh = language.startswith("zh")
    limit = (request.POST.get("limit") or request.GET.get("limit") or "").strip()
    reason = request.POST.get("reason", "").strip()
    refused: Refused | None = None
    here = reverse("admin_condition", args=[line, item, condition])
    if request.method == "POST":
        refused = tried(
            request,
            lambda: edit_condition_limit(
                line, item, condition, limit, reason=reason, actor=actor, now=now
            ),
        )
        if refused is None:
            return done(request, _("时限已改，从现在起立案的案件按新时限。"), here)
    preview: list[LimitPreview] = []
    if limit:
        wrong = tried(
            request,
            lambda: preview.append(
                preview_limit_change(line, item, condition, limit, open_cases=open_under_condition)
            ),
        )
        refused = refused or wrong
    context = {
        "item": known.item(line, item),
        "condition": condition_shown(found, language),
        "crumbs": [
            *_crumbs(known.item(line, item), line, zh)[:-1],
            (known.item(line, item).title, reverse("admin_item", args=[line, item])),
            (found.when, ""),
        ],
        "limit": limit,
        "reason": reason,
        "refused": refused,
        "preview": _preview_shown(preview[0], language) if preview else None,
        "may_write": actor.may("catalogue.write"),
        "history": [
            {
                "limit": Limit.parse(row.limit).say(language),
                "since": row.valid_from,
                "until": row.valid_until,
                "provenance": provenance_shown(row.provenance, language),
            }
            for row in condition_history(line, item, condition)
        ],
    }
    status = refused.status if refused else 200
    return shown(request, "condition.html", context, section="catalogue", status=status)


def _fits(item: Item, words: str, mark: str) -> bool:
    said = f"{item.code} {item.category} {item.title} {item.title_en} {' '.join(item.keywords)}"
    if not all(word.lower() in said.lower() for word in words.split()):
        return False
    if not mark:
        return True
    return mark in (item.provenance.value, *(one.provenance.value for one in item.conditions))


def _preview_shown(preview: LimitPreview, language: str) -> dict[str, object]:
    return {
        "before": preview.before.say(language),
        "after": preview.after.say(language),
        "open_cases": preview.open_cases,
        "same": preview.before == preview.after,
    }


def _crumbs(item: Item, line: str, zh: bool) -> list[tuple[str, str]]:
    of = catalogue().line(line)
    return [
        (_("事项"), reverse("admin_catalogue")),
        (of.title if zh else of.title_en, f"{reverse('admin_catalogue')}?line={line}"),
        (item.title if zh else item.title_en or item.title, ""),
    ]
