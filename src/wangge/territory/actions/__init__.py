"""The only writers of the territory, split by noun."""

from __future__ import annotations
