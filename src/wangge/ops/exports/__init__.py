"""The kinds of file `wangge export` writes: `cases.py` holds `command` for `export cases`."""

from __future__ import annotations
