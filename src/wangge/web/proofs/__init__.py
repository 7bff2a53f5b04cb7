"""The promises on a page: live for staff, with every hole named; in counts alone for everybody."""

from __future__ import annotations
