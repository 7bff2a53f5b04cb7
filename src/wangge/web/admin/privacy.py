"""The rules for personal data 个人信息: purposes, retention, thresholds, and how the keys stand.

The auditor reads them; the security officer changes them, and sees before what a change would do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wangge.core.errors import NotFound
from wangge.lib.clock import utc_now
from wangge.privacy.access import WRITE, purposes_for, rules_for, thresholds_for
from wangge.privacy.actions.rules import MOST_DAYS, SAID, set_purpose, set_rule, set_threshold
from wangge.privacy.models import Purpose, Retention, Threshold
from wangge.privacy.queries.overview import key_state, rows_over
from wangge.privacy.retention import purger_of
from wangge.ui.answers import language_of
from wangge.ui.components.lists import Tab
from wangge.web.admin.frame import Refused, admin, done, shown, tried
from wangge.web.admin.items import provenance_shown
from wangge.web.doors import actor_of


def tabs(active: str) -> list[Tab]:
    """The parts of this section."""
    parts = (
        ("admin_privacy", _("规则")),
        ("admin_looks", _("查阅记录")),
        ("admin_approvals", _("导出审批")),
    )
    return [Tab(title, reverse(name), active=name == active) for name, title in parts]


def whole_number(text: str) -> int | None:
    """The number typed; None for what is none."""
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) < 10 else None


@require_GET
@admin("privacy")
def overview(request: HttpRequest) -> HttpResponse:
    """How the keys stand, every rule of retention, every purpose. Three queries of its own."""
    actor, language = actor_of(request), language_of(request)
    keys = key_state()
    context = {
        "parts": tabs("admin_privacy"),
        "keys": keys,
        "keys_fault": keys.fault.say(language) if keys.fault else "",
        "rules": [_rule_shown(row, language) for row in rules_for(actor)],
        "thresholds": [_threshold_shown(row, language) for row in thresholds_for(actor)],
        "purposes": [_purpose_shown(row, language) for row in purposes_for(actor)],
    }
    return shown(request, "privacy.html", context, section="privacy")


@require_http_methods(["GET", "POST"])
@admin("privacy")
def rule(request: HttpRequest, rule: str) -> HttpResponse:
    """One rule of retention: `GET ?keep_days=` previews; `POST keep_days, active, reason` changes.

    Refuses: NotFound.
    """
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    row = rules_for(actor).filter(code=rule).first()
    if row is None:
        raise NotFound(field="rule")
    given = request.POST if request.method == "POST" else request.GET
    days = whole_number(given.get("keep_days", ""))
    active = given.get("active", "on" if row.active and "keep_days" not in given else "") == "on"
    refused: Refused | None = None
    if request.method == "POST":
        refused = tried(
            request,
            lambda: set_rule(
                rule, keep_days=days, active=active, reason=given.get("reason", ""),
                actor=actor, now=now,
            ),
        )  # fmt: skip
        if refused is None:
            return done(request, _("规则已改，从今晚起照此清理。"), reverse("admin_privacy"))
    context = {
        "parts": tabs("admin_privacy"),
        "crumbs": [(_("个人信息"), reverse("admin_privacy")), (_("保存期限"), "")],
        "rule": _rule_shown(row, language),
        "now_over": rows_over(row, row.keep_days, now),
        "keep_days": given.get("keep_days", ""),
        "active": active,
        "preview": _preview(row, days, active, now) if days is not None else None,
        "reason": request.POST.get("reason", ""),
        "refused": refused,
        "may_write": actor.may(WRITE),
    }
    status = refused.status if refused else 200
    return shown(request, "privacy_rule.html", context, section="privacy", status=status)


@require_http_methods(["GET", "POST"])
@admin("privacy")
def purpose(request: HttpRequest, purpose: str) -> HttpResponse:
    """What one kind of form says, in both languages. Refuses: NotFound."""
    actor, now = actor_of(request), utc_now()
    row = purposes_for(actor).filter(code=purpose).first()
    if row is None:
        raise NotFound(field="purpose")
    given, refused = request.POST, None
    if request.method == "POST":
        refused = tried(
            request,
            lambda: set_purpose(
                purpose,
                {name: given.get(name, "") for name in SAID},
                reason=given.get("reason", ""),
                actor=actor,
                now=now,
            ),
        )
        if refused is None:
            said = _("说明已改，半分钟内各处表单照此显示。")
            return done(request, said, reverse("admin_privacy"))
    language = language_of(request)
    context = {
        "parts": tabs("admin_privacy"),
        "crumbs": [(_("个人信息"), reverse("admin_privacy")), (_("表单说明"), "")],
        "purpose": _purpose_shown(row, language),
        "fields": [
            {"name": name, "label": label, "value": given.get(name) or getattr(row, name)}
            for name, label in _labels()
        ],
        "reason": given.get("reason", ""),
        "refused": refused,
        "may_write": actor.may(WRITE),
    }
    status = refused.status if refused else 200
    return shown(request, "privacy_purpose.html", context, section="privacy", status=status)


@require_http_methods(["GET", "POST"])
@admin("privacy")
def threshold(request: HttpRequest, threshold: str) -> HttpResponse:
    """One number. Refuses: NotFound."""
    actor, now, given = actor_of(request), utc_now(), request.POST
    row = thresholds_for(actor).filter(code=threshold).first()
    if row is None:
        raise NotFound(field="threshold")
    refused: Refused | None = None
    if request.method == "POST":
        number = whole_number(given.get("number", ""))
        refused = tried(
            request,
            lambda: set_threshold(
                threshold, number=number, reason=given.get("reason", ""), actor=actor, now=now
            ),
        )
        if refused is None:
            return done(request, _("已改，现在起照此执行。"), reverse("admin_privacy"))
    context = {
        "parts": tabs("admin_privacy"),
        "crumbs": [(_("个人信息"), reverse("admin_privacy")), (_("阈值"), "")],
        "threshold": _threshold_shown(row, language_of(request)),
        "number": given.get("number", row.number),
        "reason": given.get("reason", ""),
        "refused": refused,
        "may_write": actor.may(WRITE),
    }
    status = refused.status if refused else 200
    return shown(request, "privacy_threshold.html", context, section="privacy", status=status)


def _labels() -> Sequence[tuple[str, str]]:
    words = {
        "title": _("用途"),
        "basis": _("法律依据"),
        "fields": _("收集哪些"),
        "keep": _("保存多久"),
    }
    english = _("英文")
    return [
        (name, words[name.removesuffix("_en")] + (f" · {english}" if name.endswith("_en") else ""))
        for name in SAID
    ]


def _preview(row: Retention, days: int, active: bool, now: datetime) -> dict[str, object]:
    """What the rule would do tonight if it said so."""
    fits = row.least_days <= days <= MOST_DAYS
    over = rows_over(row, days, now) if fits and active else None
    return {"days": days, "active": active, "fits": fits, "over": over, "least": row.least_days}


def _rule_shown(row: Retention, language: str) -> dict[str, object]:
    zh = language.startswith("zh")
    return {
        "code": row.code,
        "href": reverse("admin_retention", args=[row.code]),
        "what": row.what if zh else row.what_en,
        "basis": row.basis if zh else row.basis_en,
        "blank": row.action == Retention.Action.BLANK,
        "keep_days": row.keep_days,
        "least_days": row.least_days,
        "active": row.active,
        "carried_out": purger_of(row.code) is not None,
        "provenance": provenance_shown(row.provenance, language),
        "purged_at": row.purged_at,
        "purged": row.purged,
        "purged_last": row.purged_last,
    }


def _threshold_shown(row: Threshold, language: str) -> dict[str, object]:
    zh = language.startswith("zh")
    return {
        "href": reverse("admin_threshold", args=[row.code]),
        "title": row.title if zh else row.title_en,
        "number": row.number,
        "basis": row.basis if zh else row.basis_en,
        "provenance": provenance_shown(row.provenance, language),
    }


def _purpose_shown(row: Purpose, language: str) -> dict[str, object]:
    zh = language.startswith("zh")
    return {
        "code": row.code,
        "href": reverse("admin_purpose", args=[row.code]),
        "title": row.title if zh else row.title_en,
        "basis": row.basis if zh else row.basis_en,
        "fields": row.fields if zh else row.fields_en,
        "provenance": provenance_shown(row.provenance, language),
    }
