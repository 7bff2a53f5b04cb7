"""The door for the web server: the counter, and behind it all pages."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wangge.config.settings")

pages = get_wsgi_application()

from wangge.api.counter import Counter  # noqa: E402 - why: needs the applications

application = Counter(pages)
