"""The migrations of the accounts."""

from __future__ import annotations
