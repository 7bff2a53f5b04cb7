"""The lists of the site that can be taken out, by section."""

from __future__ import annotations

from wangge.web.exports.listing import register
from wangge.web.exports.lists import admin, cases, county, elements, evaluation, visits


def register_all() -> None:
    """Every list is known."""
    register(*cases.LISTINGS, *county.LISTINGS, *admin.LISTINGS, *elements.LISTINGS)
    register(*evaluation.LISTINGS, *visits.LISTINGS)
