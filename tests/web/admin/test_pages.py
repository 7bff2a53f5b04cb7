"""Administration: who enters which section, and that every page answers within its budget."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.liling import Liling
from tests.web.signed import browser_of

from wangge.accounts.models import User
from wangge.territory.access import territory_index
from wangge.territory.models import Post

SECTIONS = (
    "catalogue", "duty", "flows", "posts", "people", "calendar", "areas", "settings", "log",
    "health", "privacy",
)  # fmt: skip

PAGES = (
    "/admin/",
    "/admin/settings/",
    "/admin/catalogue/",
    "/admin/catalogue/?q=井盖&mark=F1",
    "/admin/catalogue/city_management/C01.02/",
    "/admin/duty/",
    "/admin/duty/?area=430281121",
    "/admin/duty/edit/",
    "/admin/flows/",
    "/admin/posts/",
    "/admin/posts/?vacant=1",
    "/admin/posts/new/",
    "/admin/posts/P-430281121-dispatcher/",
    "/admin/people/",
    "/admin/people/?q=李",
    "/admin/people/new/",
    "/admin/people/liqiang/",
    "/admin/calendar/",
    "/admin/calendar/?year=2027",
    "/admin/calendar/notice/",
    "/admin/areas/",
    "/admin/areas/import/",
    "/admin/areas/versions/1/",
    "/admin/health/",
    "/me/",
)


@pytest.fixture
def security(liling: Liling) -> str:
    """The user name of who holds the post of the security officer."""
    return str(User.objects.get(holdings__post=Post.objects.get(code="P-430281-security")).username)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_answers_the_administrator_in_few_queries(
    liling: Liling,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    address: str,
    language: str,
) -> None:
    client = browser_of("admin", language=language)
    assert client.get(address).status_code == 200
    with django_assert_max_num_queries(10):
        client.get(address)


@pytest.mark.parametrize("address", ["/admin/log/", "/admin/log/anchors/"])
def test_the_auditor_reads_the_log_in_few_queries(
    liling: Liling, django_assert_max_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    client = browser_of("heshen")
    client.get(address)
    with django_assert_max_num_queries(10):
        assert client.get(address).status_code == 200


def test_the_three_administrators_enter_different_doors(liling: Liling, security: str) -> None:
    def open_to(username: str) -> set[str]:
        client = browser_of(username)
        return {one for one in SECTIONS if client.get(f"/admin/{one}/").status_code == 200}

    assert open_to("admin") == set(SECTIONS) - {"log", "privacy"}
    assert open_to(security) == {"people", "privacy"}
    assert open_to("heshen") == set(SECTIONS)


@pytest.mark.parametrize("username", ["sunzhuren", "zhoumin", "wangfang", "liushifu", "chenyi"])
def test_others_hear_that_there_is_no_administration(liling: Liling, username: str) -> None:
    client = browser_of(username)
    assert client.get("/admin/").status_code == 404
    assert client.get("/admin/people/").status_code == 404


def test_a_dispatcher_may_see_posts_for_absences_and_nothing_else(liling: Liling) -> None:
    client = browser_of("liqiang")
    assert client.get("/admin/posts/").status_code == 200
    assert client.get("/admin/catalogue/").status_code == 404


def test_a_stranger_is_asked_to_sign_in(liling: Liling) -> None:
    answer = browser_of(None).get("/admin/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")


def test_every_condition_and_flow_and_area_has_its_page(liling: Liling) -> None:
    client = browser_of("heshen")
    text = client.get("/admin/catalogue/city_management/C01.02/").content.decode()
    condition = text.split('href="/admin/catalogue/city_management/C01.02/')[1].split('"')[0]
    assert client.get(f"/admin/catalogue/city_management/C01.02/{condition}").status_code == 200
    text = client.get("/admin/flows/").content.decode()
    flow = text.split('href="/admin/flows/')[2].split('"')[0]
    page = client.get(f"/admin/flows/{flow}").content.decode()
    assert "<svg" in page
    assert "谁承办，谁就不能自己核查结案" in page
    area = territory_index().county_id
    assert "430281" in client.get(f"/admin/areas/{area}/").content.decode()


def test_what_does_not_exist_is_not_found(liling: Liling) -> None:
    client = browser_of("admin")
    for address in (
        "/admin/posts/P-nowhere/",
        "/admin/people/nobody/",
        "/admin/areas/versions/99/",
        "/admin/areas/00000000-0000-7000-8000-000000000000/",
    ):
        assert client.get(address).status_code == 404, address
