"""What privacy writes: keys and their probes, purposes, looks, approvals, rules of retention."""

from __future__ import annotations

from wangge.privacy.actions.install import install_privacy
from wangge.privacy.actions.looks import note_look

__all__ = ["install_privacy", "note_look"]
