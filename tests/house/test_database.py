"""The ground the county stands on: rights, extensions, Chinese trigrams."""

from __future__ import annotations

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def _ask(query: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
        return row and row[0]


def test_the_application_works_with_its_own_role() -> None:
    assert _ask("SELECT current_user") == "wangge_app"


def test_tables_live_in_the_schema_of_the_county() -> None:
    assert _ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0
    assert _ask("SELECT to_regclass('county.django_session') IS NOT NULL")


def test_the_application_may_not_make_tables() -> None:
    with pytest.raises(Exception, match="permission denied"):
        _ask("CREATE TABLE mine (id int)")


def test_chinese_names_have_trigrams() -> None:
    assert _ask("SELECT cardinality(show_trgm('醴陵市网格员'))") == 7
