"""What the triage models learn from: the catalogue, invented sayings, a county's own history."""

from __future__ import annotations
