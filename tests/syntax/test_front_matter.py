from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.syntax.front_matter import MAX_BYTES, _plain, find_body, split, split_any

RULE = "syntax.front-matter"
GOOD = "subject: 语文\nteacher: 王芳"


def told(text: str) -> list[tuple[str, int, int]]:
    found = split(text, "f")[1]
    assert all(d.rule in (RULE, "syntax.size") for d in found)
    return [(d.words.partition(":")[2], d.span.line, d.span.column) for d in found]


def test_front_matter_and_body_are_parted() -> None:
    front, found = split("---\n学科: 语文\nclass: [1, 2]\n--- \n\n## 周一\n", "f")
    assert found == ()
    assert front is not None
    assert front.document.data == {"学科": "语文", "class": ["1", "2"]}
    assert front.body_lines == ("", "## 周一", "")
    assert front.body_line == 5


def test_values_stay_what_was_written() -> None:
    front, _ = split("---\na: 18:30\nb: 0701\nc: no\nd: 2026-11-23\n---\n", "f")
    assert front is not None
    assert front.document.data == {"a": "18:30", "b": "0701", "c": "no", "d": "2026-11-23"}


def test_empty_front_matter_is_an_empty_mapping() -> None:
    front, found = split("---\n# nothing yet\n---\ntext", "f")
    assert (front is not None and front.document.data) == {}
    assert found == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("none", 1, 1)),
        ("## 周一\n", ("none", 1, 1)),
        (f"{GOOD}\n---\n", ("unopened", 1, 1)),
        (f"———\n{GOOD}\n---\n", ("fence", 1, 1)),
        (f"－－－\n{GOOD}\n---\n", ("fence", 1, 1)),
        (f"--\n{GOOD}\n---\n", ("fence", 1, 1)),
        (f"---\n{GOOD}\n——\n## 周一\n", ("fence", 4, 1)),
        (f"---\n{GOOD}\n----\n## 周一\n", ("fence", 4, 1)),
        (f"---\n{GOOD}\n\n## 周一\n\n---\n", ("unclosed", 1, 1)),
        (f"---\n---\n{GOOD}\n---\n", ("twice", 2, 1)),
        (f"---\n{GOOD}\n---\n---\n", ("twice", 5, 1)),
        (f"---\n{GOOD}\n---\n\n---\n", ("twice", 6, 1)),
        ("---\nsubject: 语文\n教师：王芳\n---\n", ("colon", 3, 3)),
        ("---\n教师 ：王芳\n---\n", ("colon", 2, 4)),
        ("---\n审批:\n  教研组长：李敏 2026-11-11\n---\n", ("colon", 3, 7)),
        ("---\n审批: {教研组长：李敏, a: b}\n---\n", ("colon", 2, 10)),
        ("---\nsubject:语文\n---\n", ("space", 2, 8)),
        ("---\nsubject 语文\n---\n", ("no-colon", 2, 1)),
        ("---\napproval:\n\ta: b\n---\n", ("tab", 3, 1)),
        ("---\n- a\n---\n", ("mapping", 2, 1)),
        ("---\na: 1\na: 2\n---\n", ("doubled", 3, 1)),
        ("---\na: &x 1\n---\n", ("anchor", 2, 4)),
        ("---\na: *x\n---\n", ("anchor", 2, 4)),
        ("---\na: !!str 1\n---\n", ("tag", 2, 4)),
        ("---\n<<: {a: 1}\n---\n", ("merge", 2, 1)),
        ("---\na: [[[[[[[1]]]]]]]\n---\n", ("depth", 2, 9)),
        (f"---\na: {'x' * 4001}\n---\n", ("scalar", 2, 4)),
        (f"---\na: [{'1,' * 2001}]\n---\n", ("nodes", 2, 3999)),
        ("---\na: 'b\nc: d\n---\n", ("quote", 2, 4)),
        ("---\na: [1, 2\nc: d\n---\n", ("bracket", 3, 2)),
        ("---\na: @b\n---\n", ("character", 2, 4)),
        ('---\na: "\\q"\n---\n', ("escape", 2, 5)),
        ("---\na: b: c\n---\n", ("indent", 2, 5)),
        ("---\n a: b\nc: d\n---\n", ("indent", 3, 1)),
        (f"---\na: {'长' * (MAX_BYTES // 3)}\n---\n", ("front-matter", 1, 1)),
    ],
)
def test_every_slip_is_named_at_its_own_place(text: str, expected: tuple[str, int, int]) -> None:
    assert told(text) == [expected]


def test_colons_hide_nothing_else_and_keep_places_true() -> None:
    front, found = split("---\n学科：语文\nteacher:王芳\n---\n", "f")
    assert len(found) == 2
    assert front is not None
    assert front.document.data == {"学科": "语文", "teacher": "王芳"}
    assert front.document.span(("学科",)).column == 4
    assert front.document.span(("teacher",)).column == 9


def test_innocent_colons() -> None:
    text = "---\n# 注意：\nnote: |\n  某某：\nurl: http://a.example\nlist:\n  - 姓名：\n---\n"
    assert told(text) == []


def test_the_body_is_found_below_broken_front_matter() -> None:
    assert find_body("---\na: 'b\n---\n## 周一\nx") == (("## 周一", "x"), 4)
    assert find_body("a: b\n\n## 周一\nx") == (("## 周一", "x"), 3)


@given(st.text(st.sampled_from("-—a:：# \t\n\"'[]{}&*!|>学科\x85\u2028"), max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused_with_places_inside(text: str) -> None:
    for source in (text, f"---\n{text}\n---\n"):
        front, found = split(source, "f")
        lines = source.split("\n")
        assert front is not None or found
        for diagnostic in found:
            assert 1 <= diagnostic.span.line <= len(lines)
            assert 1 <= diagnostic.span.column <= len(lines[diagnostic.span.line - 1]) + 1


_LINES = st.sampled_from(
    [
        *(
            "---",
            "---",
            "---",
            "--- ",
            "--",
            "",
            "",
            "## 周一",
            "- 读 {朗读 5分钟}",
            "说明",
            "a: b",
            "a: b",
        ),
        *(
            "学科: 语文",
            "班级: [1, 2]",
            "审批:",
            "  教导处: 李 2026-11-11",
            "a：b",
            "a:b",
            "a: 'b'",
            "\ta: b",
        ),
        *("　a: b", "a: 1", "a", "# a", "---a", "----", "- 读 {朗读 5分钟}"),
    ]
)


@given(st.lists(_LINES, max_size=9))
@settings(max_examples=400, deadline=None)
def test_plain_files_are_parted_as_line_by_line(lines: list[str]) -> None:
    for text in ("\n".join(lines), "\n".join(["---", "a: b", *lines]), "\n".join([*PLAIN, *lines])):
        assert split(text, "f", RULE) == split_any(text, "f", RULE)


PLAIN = ("---", "学科: 语文", "教师: 王芳", "---")


@pytest.mark.parametrize("more", [(), ("",), ("", "## 周一")])
def test_plain_files_are_parted_at_once(more: tuple[str, ...]) -> None:
    front = _plain("\n".join([*PLAIN, *more]), "f")
    assert front is not None
    assert (front.body_lines, front.body_line) == (more, 5)
