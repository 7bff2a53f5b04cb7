"""Judgement about land: levels, locating a point, proving a partition, making one up."""

from __future__ import annotations
