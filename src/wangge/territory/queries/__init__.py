"""Shapes for screens and reports about the territory, split by noun."""

from __future__ import annotations
