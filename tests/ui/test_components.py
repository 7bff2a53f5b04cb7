"""Each component says what it must, to eyes and to screen readers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override
from tests.ui.reading import read, render

from wangge.core.clock import PLAIN_WEEK as CALENDAR
from wangge.core.clock import Limit, begin, pause
from wangge.ui.components.lists import Column, Tab
from wangge.ui.examples import ExampleForm

NOW = datetime(2026, 11, 23, 2, 10, tzinfo=UTC)
CASE = {
    "no": "C-1",
    "title": "路灯不亮<script>",
    "place": "三角塘村",
    "light": "amber",
    "due_at": NOW + timedelta(minutes=40),
    "state": "待派遣",
}


def test_a_button_carries_its_key() -> None:
    page = read(render("{% button '派遣' 'primary' key='D' icon='send' hx_post='/x/' %}"))
    button = page.one("button")
    assert button["data-key"] == button["aria-keyshortcuts"] == "d"
    assert button["hx-post"] == "/x/"
    assert "派遣" in page.text


def test_a_button_of_an_icon_alone_still_has_its_word() -> None:
    page = read(render("{% button '关闭' icon='x' icon_only=True %}"))
    assert page.one("button")["title"] == "关闭"
    assert "关闭" in page.text


def test_a_link_that_looks_like_a_button_goes_somewhere() -> None:
    assert read(render("{% link_button '打开' '/a/?b=1&c=2' %}")).one("a")["href"] == "/a/?b=1&c=2"


@pytest.mark.parametrize("attribute", ["style='color:red'", "onclick='x()'"])
def test_what_the_policy_forbids_is_refused(attribute: str) -> None:
    with pytest.raises(ValueError, match="forbidden"):
        render("{% button '派遣' " + attribute + " %}")


@pytest.mark.parametrize("tag", ["button 'x' 'loud'", "chip 'x' 'pink'"])
def test_an_unknown_kind_is_refused(tag: str) -> None:
    with pytest.raises(ValueError, match="must be one of"):
        render("{% " + tag + " %}")


@pytest.mark.parametrize(
    ("name", "sign", "word"),
    [
        ("green", "○", "正常"),
        ("amber", "◐", "临期"),
        ("red", "●", "超期"),
        ("paused", "‖", "暂停计时"),
        ("done", "✓", "办结"),
    ],
)
def test_a_light_is_a_sign_and_a_word_never_colour_alone(name: str, sign: str, word: str) -> None:
    with override("zh-hans"):
        assert read(render("{% light name %}", name=name)).text == sign + word


def test_a_deadline_has_its_exact_time() -> None:
    with override("zh-hans"):
        page = read(render("{% deadline due 'amber' %}", due=NOW + timedelta(minutes=40), now=NOW))
    time = page.one("time")
    assert "剩余40分钟" in page.text
    assert time["datetime"] == "2026-11-23T02:50:00+00:00"
    assert "2026-11-23 10:50" in time["title"]


def test_a_deadline_without_a_light_judges_by_the_time() -> None:
    late = render("{% deadline due %}", due=NOW - timedelta(hours=1), now=NOW)
    assert "light-red" in late
    early = render("{% deadline due %}", due=NOW + timedelta(hours=1), now=NOW)
    assert "light-green" in early


def test_a_clock_explains_itself_on_hover() -> None:
    clock = begin(Limit.parse("2uh"), NOW, CALENDAR)
    with override("zh-hans"):
        page = read(render("{% clock clock %}", clock=clock, now=NOW))
    assert "剩余2小时" in page.text
    assert clock.explained in page.one("time")["title"]


def test_a_paused_clock_says_until_when_and_why() -> None:
    clock = begin(Limit.parse("2uh"), NOW, CALENDAR)
    paused = pause(clock, NOW, CALENDAR, until=NOW + timedelta(days=20), reason="等待材料")
    with override("zh-hans"):
        page = read(render("{% clock clock %}", clock=paused, now=NOW))
    assert "暂停至12-13" in page.text
    assert "等待材料" in page.one("time")["title"]


def test_a_masked_value_offers_the_look_only_where_there_is_one() -> None:
    assert not read(render("{% masked '138****5678' '电话' %}")).all("button")
    button = read(render("{% masked '138****5678' '电话' reveal_url='/r/' %}")).one("button")
    assert button["hx-post"] == "/r/"
    assert not read(render("{% masked '13812345678' '电话' reveal_url='/r/' revealed=True %}")).all(
        "button"
    )


def test_a_case_row_is_one_link_and_says_all() -> None:
    with override("zh-hans"):
        markup = render("{% case_row case '/c/' selectable=True %}", case=CASE, now=NOW)
    page = read(markup)
    assert page.one("a")["href"] == "/c/"
    assert page.one("input")["value"] == "C-1"
    assert "剩余40分钟" in page.text
    assert "<script>" not in markup
    for word in ("路灯不亮", "三角塘村", "待派遣", "C-1"):
        assert word in page.text


def test_a_case_row_reads_attributes_as_well_as_keys() -> None:
    class Row:
        no, title, light, due_at, state = "C-2", "井盖", "red", NOW - timedelta(hours=5), "处理中"

    with override("zh-hans"):
        page = read(render("{% case_row case '/c/' %}", case=Row(), now=NOW))
    assert "超期5小时" in page.text
    assert "井盖" in page.text
    assert "None" not in page.text


def test_the_active_box_is_announced() -> None:
    page = read(
        render("{% box_tabs tabs %}", tabs=[Tab("待办", "/a/", 0, active=True), Tab("已办", "/b/")])
    )
    todo, done = page.all("a")
    assert todo["aria-current"] == "page"
    assert "aria-current" not in done
    assert "0" in page.text  # an empty box says so; a box without a count says nothing


def test_a_table_carries_its_labels_into_cards() -> None:
    columns = [Column("town", "镇街", main=True), Column("open", "在办", numeric=True)]
    page = read(
        render(
            "{% data_table columns rows '各镇街' %}",
            columns=columns,
            rows=[{"town": "东富镇", "open": 3, "href": "/t/"}],
        )
    )
    assert [cell["data-label"] for cell in page.all("td")] == ["镇街", "在办"]
    assert [head["scope"] for head in page.all("th")] == ["col", "col"]
    assert page.one("a")["href"] == "/t/"


def test_an_empty_table_says_what_it_is_told() -> None:
    page = read(render("{% data_table columns rows 'x' empty='今天没有。' %}", columns=[], rows=[]))
    assert "今天没有。" in page.text


def test_a_pager_has_no_link_to_nowhere() -> None:
    page = read(render("{% pager older_href='/o/' %}"))
    assert page.one("a")["rel"] == "next"
    assert [span.get("aria-disabled") for span in page.all("span")] == ["true"]


def test_a_field_ties_help_and_error_to_the_widget() -> None:
    form = ExampleForm({"name": ""})
    page = read(render("{% field form.name %}", form=form))
    widget = page.one("input")
    assert widget["aria-invalid"] == "true"
    described = widget["aria-describedby"].split()
    ids = {attrs["id"] for _, attrs in page.tags if "id" in attrs}
    assert len(described) == 2
    assert set(described) <= ids
    assert page.one("label")["for"] == widget["id"]


def test_a_choice_of_radios_is_a_group_with_a_legend() -> None:
    page = read(render("{% field form.way %}", form=ExampleForm()))
    assert page.all("fieldset")
    assert page.all("legend")
    assert "怎样答复您" in page.text or "How to answer you" in page.text


def test_a_field_without_a_form_is_tied_the_same_way() -> None:
    page = read(
        render("{% text_field 'why' '理由' rows=3 required=True help='写清楚' error='请填写' %}")
    )
    area = page.one("textarea")
    assert area["aria-describedby"] == "f-why-help f-why-error"
    assert "required" in area
    assert page.one("label")["for"] == "f-why"


def test_what_was_typed_is_kept_and_escaped() -> None:
    markup = render("{% text_field 'q' 'x' value=value %}", value='"><b>')
    assert read(markup).one("input")["value"] == '"><b>'
    assert "<b>" not in markup


def test_a_choice_keeps_what_was_chosen() -> None:
    options = [("a", "甲"), ("b", "乙")]
    page = read(
        render("{% select_field 'k' '类别' options 'b' any_label='全部' %}", options=options)
    )
    chosen = [option["value"] for option in page.all("option") if "selected" in option]
    assert chosen == ["b"]
    assert page.all("option")[0]["value"] == ""


def test_no_star_is_chosen_beforehand() -> None:
    page = read(render("{% rating %}"))
    stars = page.all("input")
    assert [star["value"] for star in stars] == ["1", "2", "3", "4", "5"]
    assert not any("checked" in star for star in stars)


def test_photos_can_be_sent_without_javascript() -> None:
    page = read(render("{% photo_picker required=True most=3 %}"))
    field = page.one("input")
    assert field["type"] == "file"
    assert field["name"] == "photos"
    assert page.one("label")["for"] == field["id"]


def test_photos_stand_before_and_after() -> None:
    photo = {"url": "/p.jpg", "alt": "井盖", "at": NOW}
    with override("zh-hans"):
        page = read(render("{% photo_grid photos %}", photos=[photo | {"when": "before"}], now=NOW))
    assert page.one("img")["alt"] == "井盖"
    assert "处置前" in page.text
    assert "还没有照片" in page.text  # and the other side says that there is none yet


def test_the_record_says_who_did_what_and_how_long_it_took() -> None:
    entry = {
        "at": NOW,
        "verb": "派遣",
        "who": "李强",
        "post": "东富镇派遣岗",
        "opinion": "请围挡\n",
        "used": "42分",
        "limit": "15分",
        "over": True,
    }
    with override("zh-hans"):
        text = read(render("{% timeline entries %}", entries=[entry], now=NOW)).text
    for word in ("派遣", "李强", "东富镇派遣岗", "请围挡", "超时", "42分", "15分"):
        assert word in text


def test_a_figure_is_short_for_leaders_and_exact_for_workers() -> None:
    with override("zh-hans"):
        short = read(render("{% stat '在办' 34210 %}"))
        assert "3.4万" in short.text
        assert {"34,210"} == {s["title"] for s in short.all("span") if "title" in s}
        assert "34,210" in read(render("{% stat '在办' 34210 exact=True %}")).text


def test_progress_is_read_aloud() -> None:
    page = read(render("{% progress '走访' 3 12 %}"))
    assert page.one("progress") == {"value": "3", "max": "12"}
    assert "3 / 12" in page.text


def test_a_map_brings_the_list_for_those_who_cannot_see_it() -> None:
    page = read(
        render("{% map_box '我的网格' '/g.json' pick='lon lat' %}<p>东富村</p>{% endmap_box %}")
    )
    figure = page.one("figure")
    assert figure["data-source"] == "/g.json"
    assert figure["data-pick"] == "lon lat"
    assert figure["aria-label"] == "我的网格"
    assert "东富村" in page.text


def test_a_dialog_is_native_and_named() -> None:
    page = read(render("{% dialog 'why' '退回' %}<p>理由</p>{% enddialog %}"))
    named = page.one("dialog")["aria-labelledby"]
    assert page.one("h2")["id"] == named
    assert "理由" in page.text


def test_red_news_is_announced_at_once_and_other_news_politely() -> None:
    assert read(render("{% notice 'x' 'red' %}")).one("div")["role"] == "alert"
    assert read(render("{% notice 'x' 'green' %}")).one("div")["role"] == "status"


def test_an_empty_state_says_what_to_do_next() -> None:
    page = read(render("{% empty '没有待办' %}<p>去走访</p>{% endempty %}"))
    assert "没有待办" in page.text
    assert "去走访" in page.text


def test_an_error_says_what_was_kept() -> None:
    page = read(render("{% problem '没传上去' kept='文字还在' %}<p>再试</p>{% endproblem %}"))
    for word in ("没传上去", "文字还在", "再试"):
        assert word in page.text


def test_the_last_step_of_the_way_is_the_page_itself() -> None:
    page = read(render("{% breadcrumbs steps %}", steps=[("醴陵市", "/c/"), ("东富镇", "")]))
    assert page.one("a")["href"] == "/c/"
    assert page.one("span")["aria-current"] == "page"


@pytest.mark.parametrize(("name", "initial"), [("李强", "强"), ("Zhao Min", "Z"), (" ", "?")])
def test_a_person_is_shown_by_one_character(name: str, initial: str) -> None:
    assert read(render("{% avatar name %}", name=name)).text.startswith(initial)
