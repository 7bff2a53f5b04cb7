"""The list of imports with its upload form, and the page of one import through all its states."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wangge.core.duty import Actor
from wangge.core.errors import Invalid, NotFound, Refusal
from wangge.core.registry.cells import is_empty
from wangge.core.registry.columns import Kind
from wangge.core.registry.kinds import KINDS
from wangge.lib.clock import SHANGHAI, utc_now
from wangge.lib.datum import Datum
from wangge.registry.importing import actions
from wangge.registry.importing.access import import_for, imports_for
from wangge.registry.importing.columns import columns_offered
from wangge.registry.importing.reading import table_of
from wangge.registry.models import Import
from wangge.ui.answers import language_of, status_of
from wangge.ui.said import say
from wangge.web.doors import actor_of
from wangge.web.imports.frame import importer, shown
from wangge.web.imports.view import progress_of, reasons, sample, state_words, why_matched

State = Import.State
A_PAGE = 30
#: Cells shown under each heading while columns are matched.
_SAMPLES = 3
DATUMS = [
    (Datum.CGCS2000.value, "CGCS2000（天地图）"),
    (Datum.WGS84.value, "WGS-84（手机、GPS）"),
    (Datum.GCJ02.value, "GCJ-02（高德、腾讯）"),
    (Datum.BD09.value, "BD-09（百度）"),
]


class NoFile(Invalid):
    """The form came without a file."""

    code = "no_file"
    zh = "还没有选文件。请选一个 .xlsx、.xls 或 .csv 文件。"
    en = "No file was chosen. Choose an .xlsx, .xls or .csv file."


@require_http_methods(["GET", "POST"])
@importer
def imports(request: HttpRequest) -> HttpResponse:
    """One's imports, the latest first, and the form that begins another."""
    actor, language = actor_of(request), language_of(request)
    sentence, status = "", 200
    if request.method == "POST":
        try:
            row = _take_in(request, actor)
        except Refusal as refusal:
            sentence, status = refusal.say(language), status_of(refusal)
        else:
            return HttpResponseRedirect(reverse("import", args=[row.id]))
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    context = {
        "rows": [_listed(row, language) for row in imports_for(actor)[:A_PAGE]],
        "kinds": [(one.code, one.title(language)) for one in KINDS.values()],
        "kind": kind if kind in KINDS else "person",
        "sentence": sentence,
    }
    return shown(request, "list.html", context, status=status)


@require_http_methods(["GET", "POST"])
@importer
def one(request: HttpRequest, file: UUID) -> HttpResponse:
    """One import where it stands; POST does what its buttons say. Refuses: NoSuchImport."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    row = import_for(actor, file)
    sentence, status = "", 200
    if request.method == "POST":
        try:
            return _do(request, row, actor, now)
        except Refusal as refusal:
            sentence, status = refusal.say(language), status_of(refusal)
            row = import_for(actor, file)
    kind = KINDS[row.kind]
    words, tone = state_words(row)
    matching = row.state == State.UPLOADED or (
        "match" in request.GET and not row.at_work and row.state != State.DONE
    )
    context: dict[str, Any] = {
        "row": row,
        "kind_title": kind.title(language),
        "purpose": f"registry.{kind.code}" if kind.personal else "registry.import",
        "crumbs": [(_("批量导入"), reverse("imports")), (row.name, "")],
        "state": words,
        "tone": tone,
        "sentence": sentence,
        "progress": progress_of(row, now),
        "counts": _counts(row),
        "matching": matching and row.key_sealed is not None,
        "again": "" if matching else _same_file(actor, row),
        "reasons": reasons(row, language) if row.bad and not matching else [],
        "has_file": row.key_sealed is not None,
    }
    if context["matching"]:
        context |= _matching(row, kind, request.POST, language)
    return shown(request, "one.html", context, status=status)


def _take_in(request: HttpRequest, actor: Actor) -> Import:
    file = request.FILES.get("file")
    if file is None:
        raise NoFile(field="file")
    kind = KINDS.get(request.POST.get("kind", ""))
    if kind is None:
        raise NotFound(field="kind")
    return actions.take_in(kind, file.name or "", file.chunks(), actor=actor, now=utc_now())


def _do(request: HttpRequest, row: Import, actor: Actor, now: datetime) -> HttpResponse:
    """What the button says. Refuses as the actions do."""
    here = HttpResponseRedirect(reverse("import", args=[row.id]))
    match request.POST.get("do", ""):
        case "try":
            wanted, datum = _wanted(request.POST), request.POST.get("datum", "")
            known = datum if datum in {one.value for one in Datum} else ""
            actions.match_and_try(row.id, wanted, datum=known, actor=actor, now=now)
        case "run":
            actions.run(row.id, actor=actor, now=now)
        case "stop":
            actions.stop(row.id, actor=actor, now=now)
        case "resume":
            actions.resume(row.id, actor=actor, now=now)
        case "discard":
            actions.discard(row.id, actor=actor, now=now)
            say(request, _("已删除上传的文件和问题行，已写入的登记不变。"))
            return HttpResponseRedirect(reverse("imports"))
        case _:
            raise NotFound(field="do")
    return here


def _wanted(given: Mapping[str, str]) -> dict[int, str]:
    """Place of a heading → column chosen for it."""
    return {
        int(name[1:]): value
        for name, value in given.items()
        if name[:1] == "h" and name[1:].isdecimal() and len(name) < 6 and value
    }


def _listed(row: Import, language: str) -> dict[str, Any]:
    words, tone = state_words(row)
    return {
        "row": row,
        "href": reverse("import", args=[row.id]),
        "kind": KINDS[row.kind].title(language),
        "state": words,
        "tone": tone,
    }


def _counts(row: Import) -> list[tuple[str, int, str]]:
    """(label, number, tone) of what became of the rows."""
    red = "red" if row.bad else "plain"
    found = [
        (_("新增"), row.new, "plain"),
        (_("更新"), row.changed, "plain"),
        (_("相同"), row.same, "plain"),
        (_("有问题"), row.bad, red),
    ]
    if row.households:
        found.append((_("就地建户"), row.households, "plain"))
    return found


def _same_file(actor: Actor, row: Import) -> str:
    """A word of warning where this very file was brought in before."""
    before = (
        imports_for(actor)
        .filter(sha256=row.sha256, kind=row.kind, state=State.DONE, at__lt=row.at)
        .first()
    )
    if before is None or row.state == State.DONE:
        return ""
    return _("这个文件在%(day)s已经导入过；再导入一次不会重复，只会更新有变化的行。") % {
        "day": f"{before.at.astimezone(SHANGHAI):%Y-%m-%d}"
    }


def _matching(
    row: Import, kind: Kind, given: Mapping[str, str], language: str
) -> dict[str, object]:
    """The headings with their columns, reasons and first cells. Reads the top of the file."""
    try:
        samples = list(islice(table_of(row).rows, _SAMPLES))
    except Refusal as refusal:
        return {"sentence": refusal.say(language), "matching": False}
    chosen = _wanted(given)
    columns = columns_offered(kind)
    headings = []
    for match in row.matching:
        place = match["place"]
        cells = [cells[place] for _, cells in samples if place < len(cells)]
        headings.append(
            {
                "name": f"h{place}",
                "label": _("第%(n)s列") % {"n": place + 1},
                "said_by": f"h{place}-heading",
                "heading": match["heading"] or _("（空）"),
                "value": chosen.get(place, "") if chosen else match["column"],
                "why": why_matched(match),
                "like": match["how"] == "like",
                "samples": [sample(one) for one in cells if not is_empty(one)],
            }
        )
    located = any(one.name == "lon" for one in columns)
    return {
        "headings": headings,
        "options": [
            (one.name, f"{one.title(language)}*" if one.required else one.title(language))
            for one in columns
        ],
        "datums": DATUMS if located else [],
        "datum": given.get("datum", "") or row.datum,
    }
