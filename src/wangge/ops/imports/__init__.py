"""The kinds of file `wangge import` takes: `areas.py` holds `command` for `import areas`."""

from __future__ import annotations
