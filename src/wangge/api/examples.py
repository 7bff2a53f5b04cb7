"""The examples of the OpenAPI document: requests written here, answers as a county once gave them.

A test sends every request to a county and reads every answer back as its shape, so none can rot.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_ANSWERS = Path(__file__).with_name("answers")


def _answer(name: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads((_ANSWERS / f"{name}.json").read_text(encoding="utf-8"))


POINT: dict[str, Any] = {"lon": 113.59905, "lat": 27.63873, "datum": "wgs84"}

REPORT: dict[str, Any] = {
    "id": "019ab1c2-0000-7000-8000-00000000c0de",
    "line": "city_management",
    "item": "C01.02",
    "text": "村口污水井盖不见了，晚上看不清，容易掉下去。",
    "point": POINT,
    "place": "东富村3组路口",
}
REPORT_BY_PHONE: dict[str, Any] = {
    "line": "village_affairs",
    "text": "来电人说水渠堵了，田里进不了水。",
    "place": "东富村5组",
    "reporter": {"name": "陈姨", "phone": "13800001234", "confidential": True},
    "source": "hotline",
}
#: By verb; each is what the flow of the packs asks for.
ACTIONS: dict[str, object] = {
    "dispatch": {
        "action": "dispatch",
        "version": 1,
        "condition": "missing",
        "opinion": "请尽快补齐。",
    },
    "comment": {"action": "comment", "opinion": "已在现场摆放警示桩。"},
    "urge": {"action": "urge", "opinion": "晚上很危险。"},
    "return": {"action": "return", "version": 2, "reason": "产权属于电信公司，请改派。"},
    "ask_extension": {"action": "ask_extension", "version": 2, "reason": "配件明天到货。"},
    "supervise": {"action": "supervise", "version": 1, "reason": "学校门口，今天必须办完。"},
    "relocate": {"action": "relocate", "version": 1, "point": POINT, "place": "村部门口"},
    "reclassify": {"action": "reclassify", "version": 1, "item": "C01.01"},
    "split": {
        "action": "split",
        "version": 1,
        "parts": [{"text": "补上井盖"}, {"text": "修补路面", "item": "E01.13"}],
    },
}
MERGE: dict[str, Any] = {
    "into": "C-20261123-0001",
    "cases": [{"no": "C-20261123-0002", "version": 1}],
    "opinion": "同一处井盖。",
}

ME = _answer("me")
CATALOGUE = _answer("catalogue")
LOCATED = _answer("located")
CASE = _answer("case")
CASE_AFTER = _answer("case_after")
CASE_LIST = _answer("cases")
DUPLICATES = _answer("duplicates")
LOG = _answer("log")
PHOTO = _answer("photo")

ELEMENT_NEW: dict[str, Any] = {
    "values": {
        "name": "王爹",
        "id_number": "11010519491231002X",
        "phone": "13800001234",
        "household": "0012",
        "grid": "东富镇东富村",
        "categories": ["独居老人"],
    }
}
ELEMENT: dict[str, Any] = _answer("element")
ELEMENT_CHANGE: dict[str, Any] = {
    "version": ELEMENT["version"],
    "values": {"phone": "13800005678"},
}
ELEMENTS: dict[str, Any] = {
    "elements": [{name: value for name, value in ELEMENT.items() if name != "version"}],
    "cursor": None,
}
