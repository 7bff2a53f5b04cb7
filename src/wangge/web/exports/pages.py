"""Pages of exports: what would be taken out, one's exports, how far one is, its file."""

from __future__ import annotations

import io
from datetime import datetime
from urllib.parse import quote, urlencode
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from wangge.core.errors import NotFound, Refusal
from wangge.lib.clock import SHANGHAI, utc_now
from wangge.privacy.access import threshold
from wangge.ui.answers import language_of, status_of
from wangge.ui.said import say
from wangge.web.doors import actor_of, staff
from wangge.web.exports import actions
from wangge.web.exports.access import export_for, exports_for, file_of
from wangge.web.exports.listing import asked_of, listing_for
from wangge.web.models import Export

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Lists up to this long are answered at once.
AT_ONCE = 2_000
_A_PAGE = 30

_STATES = {
    Export.State.WAITING: (gettext_lazy("排队中"), "slate"),
    Export.State.RUNNING: (gettext_lazy("正在导出"), "accent"),
    Export.State.DONE: (gettext_lazy("可以下载"), "green"),
    Export.State.FAILED: (gettext_lazy("未能完成"), "red"),
}


@require_http_methods(["GET", "POST"])
@staff
def new(request: HttpRequest, listing: str) -> HttpResponse:
    """How much would be taken out, masked and marked how; POST takes it, or asks for approval."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    found = listing_for(actor, listing)
    asked = asked_of(actor, request.GET.dict().items(), now=now, language=language)
    sentence, status, reason = "", 200, request.POST.get("reason", "")
    rows = 0
    try:
        rows = found.count(asked)
        if request.POST.get("do") == "export":
            if rows <= AT_ONCE:
                return download(actions.take_out(found, asked, rows), str(found.title), now)
            row = actions.order(found, asked, rows)
            return HttpResponseRedirect(reverse("export", args=[row.id]))
        if request.POST.get("do") == "ask":
            actions.ask_approval(found, asked, rows, reason)
            say(request, _("已申请审批。批准后回到这份名单再点导出。"))
            return HttpResponseRedirect(reverse("exports"))
    except NotFound:
        raise
    except Refusal as refusal:
        sentence, status = refusal.say(language), status_of(refusal)
    context = {
        "crumbs": [(_("导出"), reverse("exports")), (str(found.title), "")],
        "title": str(found.title),
        "rows": rows,
        "here": f"{reverse('export_new', args=[listing])}?{urlencode(asked.given)}",
        "needs": actions.approval_needed(found, asked, rows),
        "limit": threshold("export.rows") if found.personal else 0,
        "personal": found.personal,
        "purpose": found.purpose,
        "at_once": rows <= AT_ONCE,
        "reason": reason,
        "sentence": sentence,
    }
    return _shown(request, "new.html", context, status=status)


@require_GET
@staff
def exports(request: HttpRequest) -> HttpResponse:
    """One's exports, the latest first."""
    rows = [_listed(row) for row in exports_for(actor_of(request))[:_A_PAGE]]
    return _shown(request, "list.html", {"rows": rows})


@require_GET
@staff
def one(request: HttpRequest, export: UUID) -> HttpResponse:
    """How far one is; for htmx the progress alone, or a word to load the page anew."""
    row = export_for(actor_of(request), export)
    part = request.headers.get("HX-Target") == "export-progress"
    if part and not row.at_work:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = _listed(row) | {"crumbs": [(_("导出"), reverse("exports")), (row.title, "")]}
    return _shown(request, "progress_part.html" if part else "one.html", context)


@require_GET
@staff
def file(request: HttpRequest, export: UUID) -> HttpResponse:
    """The spreadsheet. Refuses: NoSuchExport, ExportGone."""
    row = export_for(actor_of(request), export)
    return download(file_of(row), row.title, row.ended_at or row.at)


def download(content: io.BytesIO, title: str, at: datetime) -> HttpResponse:
    """The spreadsheet under a name that says what it is and when."""
    name = f"{title}-{at.astimezone(SHANGHAI):%Y%m%d-%H%M}.xlsx"
    answer = FileResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "private, no-store"
    return answer  # type: ignore[return-value]  # a streamed answer is an answer


def _listed(row: Export) -> dict[str, object]:
    words, tone = _STATES[Export.State(row.state)]
    most = max(row.about, row.written, 1)
    return {
        "row": row,
        "href": reverse("export", args=[row.id]),
        "file_href": reverse("export_file", args=[row.id]) if row.key_sealed else "",
        "state": words,
        "tone": tone,
        "most": most,
        "words": _("%(read)s / %(most)s 行") % {"read": f"{row.written:,}", "most": f"{most:,}"},
    }


def _shown(
    request: HttpRequest, template: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    given: dict[str, object] = {"now": utc_now(), "desk_counts": ()}
    answer = render(request, f"web/exports/{template}", given | context, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer
