"""The inbox 通知: what concerns me or my posts, and how I want to hear of it."""

from __future__ import annotations
