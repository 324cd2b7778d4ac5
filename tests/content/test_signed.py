"""A signature is added, and nothing else in the file changes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sjboard.content.signed import add_signature
from sjboard.model import Entry, Signature
from tests.content.school import read

FIRST = Signature("教研组长", "李敏", date(2026, 11, 17))
SECOND = Signature("教导处", "张强", date(2026, 11, 19))
BODY = "\n## 周一\n\n- 读一读 {朗读 10分钟}   \n"


def signed(text: str | bytes, *signatures: Signature, afresh: bool = False) -> str:
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    for signature in signatures:
        made = add_signature(data, signature, afresh=afresh)
        assert made is not None
        data = made
    return data.decode("utf-8")


def fits(text: str) -> Entry:
    entry, found = read(text)
    assert found == ()
    assert entry is not None
    assert entry.digest == entry.current_digest
    return entry


PLAIN = "---\nsubject: 语文   # 三年级\nteacher: '王芳'\nclass: [2,  1]\n---\n" + BODY


def test_an_unsigned_entry() -> None:
    made = signed(PLAIN, FIRST)
    digest = fits(made).current_digest
    added = f"approval:\n  教研组长: 李敏 2026-11-17\ndigest: {digest}\n"
    assert made == PLAIN.replace("---\n\n", f"{added}---\n\n")
    assert fits(made).approval == (FIRST,)


def test_keys_are_chinese_where_the_others_are() -> None:
    text = "---\n学科: 语文\n教师: 王芳\n---\n" + BODY
    made = signed(text, FIRST, SECOND)
    lines = "审批:\n  教研组长: 李敏 2026-11-17\n  教导处: 张强 2026-11-19\n摘要: "
    assert made.startswith("---\n学科: 语文\n教师: 王芳\n" + lines)
    assert fits(made).approval == (FIRST, SECOND)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "approval:   # 谁\n    教研组长:  李敏 2026-11-17  # 看过\n  # 备注\nteacher: 王芳\n",
            (
                "approval:   # 谁\n    教研组长:  李敏 2026-11-17  # 看过\n"
                "    教导处: 张强 2026-11-19\n  # 备注\nteacher: 王芳\ndigest: "
            ),
        ),
        (
            "approval: { 教研组长: '李敏 2026-11-17' }   # 谁\nteacher: 王芳\n",
            (
                "approval: { 教研组长: '李敏 2026-11-17', 教导处: 张强 2026-11-19 }   # 谁\n"
                "teacher: 王芳\ndigest: "
            ),
        ),
        (
            "approval: {\n  教研组长: 李敏 2026-11-17,\n  }\nteacher: 王芳\n",
            None,
        ),
        (
            "approval: {\n  教研组长: 李敏 2026-11-17\n  }\nteacher: 王芳\n",
            (
                "approval: {\n  教研组长: 李敏 2026-11-17, 教导处: 张强 2026-11-19\n  }\n"
                "teacher: 王芳\ndigest: "
            ),
        ),
    ],
)
def test_a_second_signature_in_every_form(written: str, expected: str | None) -> None:
    text = f"---\nsubject: 语文\n{written}---\n{BODY}"
    made = add_signature(text.encode("utf-8"), SECOND, afresh=False)
    if expected is None:
        assert made is None or fits(made.decode("utf-8")).approval == (FIRST, SECOND)
        return
    assert made is not None
    assert made.decode("utf-8").startswith(f"---\nsubject: 语文\n{expected}")
    assert fits(made.decode("utf-8")).approval == (FIRST, SECOND)


@pytest.mark.parametrize(
    "empty", ["approval:", "approval: {}", "approval:   # 还没有", "审批: { }"]
)
def test_an_empty_approval_is_filled(empty: str) -> None:
    made = signed(f"---\nsubject: 语文\n{empty}\nteacher: 王芳\n---\n{BODY}", FIRST, SECOND)
    assert fits(made).approval == (FIRST, SECOND)


def test_signing_afresh_drops_what_was_for_another_text() -> None:
    old = signed(PLAIN, FIRST, SECOND)
    changed = old.replace("读一读", "读两遍")
    again = Signature("教研组长", "李敏", date(2026, 11, 20))
    made = signed(changed, again, afresh=True)
    assert fits(made).approval == (again,)
    assert made == signed(PLAIN.replace("读一读", "读两遍"), again)
    flow = changed.replace(
        "approval:\n  教研组长: 李敏 2026-11-17\n  教导处: 张强 2026-11-19\n",
        "approval: {教研组长: 李敏 2026-11-17, 教导处: 张强 2026-11-19} # 二人\n",
    )
    made = signed(flow, again, afresh=True)
    assert "approval: {教研组长: 李敏 2026-11-20} # 二人\n" in made
    assert fits(made).approval == (again,)


def test_signing_afresh_what_had_no_digest() -> None:
    sealed = signed(PLAIN, FIRST, SECOND)
    bare = "".join(
        line for line in sealed.splitlines(keepends=True) if not line.startswith("digest")
    )
    assert signed(bare, FIRST, afresh=True) == signed(PLAIN, FIRST)
    assert signed(signed(bare, FIRST, afresh=True), SECOND) == sealed


def test_what_yaml_would_misread_is_quoted() -> None:
    odd = Signature("年级: 组长", "O'Neil, #1", date(2026, 11, 17))
    assert fits(signed(PLAIN, odd)).approval == (odd,)


def test_top_level_braces_are_refused_rather_than_guessed() -> None:
    text = "---\n{subject: 语文, teacher: 王芳}\n---\n" + BODY
    assert add_signature(text.encode("utf-8"), FIRST, afresh=False) is None


_COMMENT = st.sampled_from(["", "  # 备注", "# 一行\n", "\n"])
_HEADS = st.permutations(
    ["subject: 语文", "teacher: '王芳'", "class: [1,\n  2]", "mode: add", 'draft: "no"']
)
_APPROVALS = st.sampled_from(
    [
        "",
        "approval:",
        "approval: {教研组长: 李敏 2026-11-17}",
        "审批:\n    教研组长: 李敏 2026-11-17",
    ]
)


@settings(max_examples=80, deadline=None)
@given(
    _HEADS,
    _APPROVALS,
    st.lists(_COMMENT, min_size=6, max_size=6),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["", "\ufeff"]),
    st.text(
        st.characters(exclude_categories=["C"], exclude_characters="\u2028\u2029"), max_size=20
    ),
)
def test_every_other_byte_stays(  # noqa: PLR0917 - what a file may be made of
    keys: list[str], approval: str, comments: list[str], end: str, mark: str, prose: str
) -> None:
    head = "\n".join(
        key + (comment if comment.startswith("  ") else "\n" + comment.rstrip("\n"))
        for key, comment in zip([*keys, approval], comments, strict=True)
        if key
    )
    text = (mark + f"---\n{head}\n---\n{prose}\n{BODY}").replace("\n", end)
    entry, found = read(text)
    assume(entry is not None and not found)
    data = text.encode("utf-8")
    made = add_signature(data, SECOND, afresh=False)
    assert made is not None
    before, after = text.split(end), made.decode("utf-8").split(end)
    added = [line for line in after if line not in before]
    assert len(after) - len(before) <= 3
    assert 2 <= len(added) <= 3
    assert any("张强" in line for line in added)
    kept = [line for line in before if line not in after]
    assert all("approval: {" in line for line in kept)
    assert fits(made.decode("utf-8")).approval[-1] == SECOND


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=80) | st.text(max_size=80).map(lambda t: f"---\n{t}\n---\n".encode()))
def test_whatever_it_is_given_it_never_fails(data: bytes) -> None:
    made = add_signature(data, FIRST, afresh=False)
    assert made is None or b"2026-11-17" in made
