"""The Django app "web"."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """网页。"""

    name = "wangge.web"
    label = "web"
    verbose_name = "网页"

    def ready(self) -> None:
        from wangge.privacy.sealing import Sealed, register  # why: models exist only by now
        from wangge.web.exports.access import KEY  # why: as above
        from wangge.web.exports.jobs import register_jobs  # why: as above
        from wangge.web.exports.lists import register_all  # why: as above
        from wangge.web.models import Export  # why: as above

        register_all()
        register_jobs()
        register(Sealed(Export, "key_sealed", KEY))
