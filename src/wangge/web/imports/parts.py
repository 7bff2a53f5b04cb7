"""What a page of an import asks for beside itself: progress, preview, template, bad rows."""

from __future__ import annotations

import io
from itertools import islice
from urllib.parse import quote
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from wangge.core.errors import NotFound, Refusal
from wangge.core.registry.kinds import KINDS
from wangge.lib.clock import utc_now
from wangge.registry.access import day_of
from wangge.registry.importing.access import import_for
from wangge.registry.importing.bad_rows import write_bad_rows
from wangge.registry.importing.reading import FileReader
from wangge.registry.importing.template import write_kind_template
from wangge.territory.access import territory_index
from wangge.ui.answers import language_of
from wangge.web.doors import actor_of
from wangge.web.imports.frame import importer, shown
from wangge.web.imports.view import progress_of, said_line, state_words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Rows shown as they were understood.
_PREVIEWED = 8


@require_GET
@importer
def progress(request: HttpRequest, file: UUID) -> HttpResponse:
    """How far it is; once it is no longer at work the whole page is loaded anew."""
    row = import_for(actor_of(request), file)
    if not row.at_work:
        return HttpResponse(headers={"HX-Refresh": "true"})
    words, tone = state_words(row)
    context = {
        "row": row,
        "state": words,
        "tone": tone,
        "progress": progress_of(row, utc_now()),
    }
    return shown(request, "progress_part.html", context)


@require_GET
@importer
def preview(request: HttpRequest, file: UUID) -> HttpResponse:
    """The first rows as they were understood, numbers of people masked."""
    row, language = import_for(actor_of(request), file), language_of(request)
    kind, index = KINDS[row.kind], territory_index()
    context: dict[str, object] = {}
    try:
        lines = islice(FileReader(row, today=day_of(utc_now())).lines(), _PREVIEWED)
        context["lines"] = [said_line(kind, line, index, language) for line in lines]
    except Refusal as refusal:
        context["sentence"] = refusal.say(language)
    return shown(request, "preview_part.html", context)


@require_GET
@importer
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """The empty table of a kind, to fill in."""
    if kind not in KINDS:
        raise NotFound(field="kind")
    file = io.BytesIO()
    write_kind_template(KINDS[kind], file)
    return _download(file, f"{KINDS[kind].zh}导入模板.xlsx")


@require_GET
@importer
def bad_rows(request: HttpRequest, file: UUID) -> HttpResponse:
    """The rows that stayed behind, with number and reason. Refuses: FileGone."""
    actor = actor_of(request)
    row = import_for(actor, file)
    found = io.BytesIO()
    write_bad_rows(row, found, who=actor.name, now=utc_now(), language=language_of(request))
    return _download(found, f"{row.name.rpartition('.')[0] or row.name}-问题行.xlsx")


def _download(file: io.BytesIO, name: str) -> HttpResponse:
    file.seek(0)
    answer = FileResponse(file, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "private, no-store"
    return answer  # type: ignore[return-value]  # a streamed answer is an answer
