"""The only way to rows of the territory, split by noun."""

from __future__ import annotations
