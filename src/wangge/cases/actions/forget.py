"""Forget in time who reported: names and telephones of cases that were closed long ago."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

#: Rows that still say who it was, of cases that were closed before, as was every case they were
#: merged into. In these words the index `cases_reporter_named` knows them.
_OVER = """
    FROM cases_reporter AS told JOIN cases_case AS own ON own.id = told.case_id
    WHERE told.at < %(before)s AND (told.name <> '' OR told.name_sealed IS NOT NULL
        OR told.phone_sealed IS NOT NULL)
    AND own.closed_at < %(before)s
    AND NOT EXISTS (
        WITH RECURSIVE main AS (
            SELECT own.fact::json ->> 'into' AS no
            UNION SELECT next.fact::json ->> 'into' FROM main JOIN cases_case AS next USING (no)
        )
        SELECT FROM main JOIN cases_case AS next USING (no)
        WHERE next.closed_at IS NULL OR next.closed_at >= %(before)s
    )
"""

_FORGET = f"""
    UPDATE cases_reporter
    SET name = '', name_sealed = NULL, phone_sealed = NULL, phone_blind = NULL
    WHERE id IN (SELECT told.id {_OVER} ORDER BY told.at LIMIT %(most)s)
"""  # noqa: S608  # no value of anybody's stands in it


def reporters_due(before: datetime) -> int:
    """How many reporters still have a name or telephone though their case was closed before."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_OVER}", {"before": before})
        return int(cursor.fetchone()[0])


def purge_reporters(*, before: datetime, most: int) -> int:
    """Names and telephones of cases closed before then are gone for good; of how many reporters.

    What was reported stays, and so does the account of who reported by one.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, {"before": before, "most": most})
        return int(cursor.rowcount)
