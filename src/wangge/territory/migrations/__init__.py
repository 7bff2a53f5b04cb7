"""The migrations of the territory."""

from __future__ import annotations
