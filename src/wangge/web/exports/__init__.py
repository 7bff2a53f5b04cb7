"""Taking lists out as spreadsheets 导出: one way for every list there is.

A list says once what it is (`listing.Listing`: its headings, its rows, how many) in `lists/`, and
its page links to `{% url 'export_new' code %}?{{ query }}` with the very query the page was asked
with. Everything else is done here: the watermark (who, when), the masking of the screen (rows are
the screen's own words), approval where personal data goes beyond the county's limit, and the
worker for what is long. Small lists come at once, long ones are fetched later from /exports/.
"""

from __future__ import annotations
