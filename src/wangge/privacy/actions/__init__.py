"""What privacy writes: keys and their probes, purposes, looks, approvals, rules of retention."""

from __future__ import annotations
