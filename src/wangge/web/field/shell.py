"""What a phone keeps so that the field works without network: its list, manifest and worker."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

_SHEETS = (
    *(f"ui/css/{name}.css" for name in ("tokens", "base", "shell", "controls", "lists", "cases")),
    "web/field/field.css",
    "web/field/visits.css",
)
_MODULES = (
    *(f"ui/js/{name}.js" for name in ("page", "toast", "photo", "geo", "net")),
    *(f"ui/js/{name}.js" for name in ("map", "map_style", "map_pick")),
    *(f"web/field/{name}.js" for name in ("field", "store", "queue", "uuid7", "classes", "words")),
    *(f"web/field/{name}.js" for name in ("report", "case", "drafts", "home", "visit", "visits")),
)
_PICTURES = ("vendor/icons.svg", "ui/img/logo.svg", "ui/img/icon-180.png")
#: A megabyte that only the map needs; fetched when the rest is there.
_LATER = (
    "vendor/maplibre/maplibre-gl.mjs",
    "vendor/maplibre/maplibre-gl-worker.mjs",
    "vendor/maplibre/maplibre-gl.css",
)
_WORKER = Path(__file__).parents[1] / "static/web/field/worker.js"


@require_GET
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """What the phone's home screen shows."""
    icon = {"type": "image/png"}
    return JsonResponse(
        {
            "name": _("醴陵网格 · 网格员"),
            "short_name": _("网格员"),
            "lang": "zh-Hans",
            "id": "/field/",
            "start_url": "/field/",
            "scope": "/field/",
            "display": "standalone",
            "orientation": "portrait",
            "background_color": "#f6f4f0",
            "theme_color": "#2a7f7a",
            "icons": [
                icon | {"src": static("ui/img/icon-192.png"), "sizes": "192x192"},
                icon | {"src": static("ui/img/icon-512.png"), "sizes": "512x512"},
                icon
                | {
                    "src": static("ui/img/icon-maskable-512.png"),
                    "sizes": "512x512",
                    "purpose": "maskable",
                },
            ],
            "shortcuts": [{"name": _("上报"), "url": "/field/report/"}],
        },
        content_type="application/manifest+json",
    )


@require_GET
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker with the list of what it keeps; another list is another version."""
    shell, later = _assets((*_SHEETS, *_MODULES, *_PICTURES)), _assets(_LATER)
    code = _WORKER.read_text(encoding="utf-8")
    version = sha256("".join((*shell, *later, code)).encode()).hexdigest()[:12]
    given = json.dumps({"version": version, "shell": shell, "later": later})
    return HttpResponse(f"const GIVEN = {given};\n{code}", content_type="text/javascript")


def _assets(names: tuple[str, ...]) -> list[str]:
    """Addresses as pages name them and, for modules that import each other, as modules do."""
    plain = [f"{settings.STATIC_URL}{name}" for name in names if name.endswith(("js", "css"))]
    return list(dict.fromkeys([*(static(name) for name in names), *plain]))
