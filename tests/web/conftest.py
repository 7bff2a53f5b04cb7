"""The names tests of pages know a browser and its county by; the fixtures stand in `tests.site`."""

from __future__ import annotations

from tests.site import PASSWORD, OpenAs, Site

__all__ = ["PASSWORD", "OpenAs", "Site"]
