"""The digest that binds an approval to the words approved: contract 2.4, letter by letter."""

from __future__ import annotations

import hashlib
import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.content.digest import entry_digest
from sjboard.content.fields import english_name
from tests.content.school import entry, read

BODY = "\n## 周一\n\n- 读一读 {朗读 10分钟}\n"


def by_hand(head: str, body: str) -> str:
    return hashlib.sha256(f"{head}\n{body}".encode()).hexdigest()[:16]


VECTORS = [
    (
        {"subject": "语文", "teacher": "王芳"},
        ["", "## 周一", "", "- 读一读 {朗读 10分钟}", ""],
        "bc1f361b8a73ee1a",
    ),
    (
        {"学科": "数学", "教师": "李伟", "班级": ["1", "2"], "草稿": "否"},
        ["无作业"],
        "7bf5ea7b3091512b",
    ),
]


@pytest.mark.parametrize(("front", "body", "expected"), VECTORS)
def test_vectors(front: dict[str, object], body: list[str], expected: str) -> None:
    assert entry_digest(front, body) == expected


def test_keys_are_english_sorted_and_unescaped_and_values_as_written() -> None:
    text = "---\n教师: '0701'\nclass: [2,  1]\n学科: 语文\n---\n\n无作业\n\n"
    found, _ = read(text)
    assert found is not None
    expected = by_hand('{"class":["2","1"],"subject":"语文","teacher":"0701"}', "无作业")
    assert found.current_digest == expected


def test_signatures_digest_and_what_it_really_took_are_left_out() -> None:
    plain = entry(BODY).current_digest
    head = (
        "---\nsubject: 语文\nteacher: 王芳\n审批:\n  教研组长: 李敏 2026-11-11\n"
        f"摘要: {plain}\nactual: {{周一: 12}}\n---\n"
    )
    signed = entry(BODY, head)
    assert signed.current_digest == signed.digest == plain


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_how_a_file_is_stored_is_no_change(end: str, mark: str) -> None:
    text = "---\nsubject: 语文\nteacher: 王芳\n---\n" + BODY
    found, _ = read((mark + text + "\n \n").replace("\n", end))
    assert found is not None
    assert found.current_digest == entry(BODY).current_digest


@pytest.mark.parametrize(
    "changed",
    [
        BODY.replace("10分钟", "11分钟"),
        BODY.replace("读一读", "读一 读"),
        BODY.replace("周一", "周二"),
        "\n先读题。\n" + BODY,
    ],
)
def test_a_change_of_content_is_one(changed: str) -> None:
    assert entry(changed).current_digest != entry(BODY).current_digest


def test_a_change_of_a_field_is_one() -> None:
    other = entry(BODY, "---\nsubject: 语文\nteacher: 王芳\nclass: [1]\n---\n")
    assert other.current_digest != entry(BODY).current_digest


_VALUES = st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(), _VALUES), st.lists(st.text()), st.randoms())
def test_any_front_matter_has_one_whatever_the_order_of_its_keys(
    front: dict[str, object], body: list[str], chance: Random
) -> None:
    keys = list(front)
    chance.shuffle(keys)
    kept = {k: v for k, v in front.items() if english_name(k) is None}
    made = entry_digest({k: kept[k] for k in keys if k in kept}, body)
    head = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert made == by_hand(head, "\n".join(body).strip())
