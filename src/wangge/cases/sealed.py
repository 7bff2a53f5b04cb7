"""What the sealed columns of a reporter are called when sealing; knows no model, no settings."""

from __future__ import annotations

REPORTER_NAME = "reporter.name"
REPORTER_PHONE = "reporter.phone"
