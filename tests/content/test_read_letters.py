from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.config.values import School
from sjboard.content.letter_fields import AUDIENCE_KEYS, KEYS, RECEIPT_KEYS, STYLES
from sjboard.content.letters import read_letters, slug
from sjboard.content.placeholders import NAMES, caps
from sjboard.diagnostics import Diagnostic, arguments
from sjboard.locale import LANGUAGES
from sjboard.model import HEAD_TEACHER, PUPIL, ClassId, Letter, LetterStyle
from tests.policy.school import DAILY, LITTLE_ONES, school
from tests.render.test_environment import words

FILE = "content/letters/board.md"
HEAD = "title: 关于作业公示\ndate: 2026-11-20\n"
CONFIG = school(
    DAILY,
    LITTLE_ONES,
    school=School("样例小学", "0000-0000000", "教导处"),
    site_url="http://board.example/",
)


def read(
    head: str = HEAD, body: str = "请大家了解。", existing: tuple[str, ...] = ()
) -> tuple[Letter | None, tuple[Diagnostic, ...]]:
    text = f"---\n{head}---\n\n{body}\n"
    letters, found = read_letters({FILE: text.encode()}, CONFIG, existing, words())
    return (letters[0] if letters else None), found


def faults(found: tuple[Diagnostic, ...]) -> list[tuple[str, int, int]]:
    return [(d.words, d.span.line, d.span.column) for d in found]


def test_a_letter_with_every_field_in_english() -> None:
    letter, found = read(
        "title: 关于作业公示\n"
        "date: 2026-11-20\n"
        "audience: {grades: 3-6}\n"
        "from: 样例小学教导处\n"
        "style: everyday\n"
        "receipt:\n"
        "  fields: [是否已了解, 意见]\n"
        "  return_by: 2026-11-27\n"
        "  to: 班主任\n"
    )
    assert found == ()
    assert letter is not None
    assert (letter.title, letter.date, letter.grades) == (
        "关于作业公示",
        date(2026, 11, 20),
        (3, 6),
    )
    assert (letter.sender, letter.style, letter.slug) == (
        "样例小学教导处",
        LetterStyle.EVERYDAY,
        "board",
    )
    assert letter.receipt is not None
    assert letter.receipt.fields == ("是否已了解", "意见")
    assert (letter.receipt.return_by, letter.receipt.to) == (date(2026, 11, 27), "班主任")


def test_the_same_letter_in_chinese_reads_the_same() -> None:
    english, _ = read(
        f"{HEAD}audience: {{classes: [3-1, 3-2]}}\nfrom: 校办\nstyle: official\n"
        "receipt: {fields: [签收], return_by: 2026-11-27, to: 班主任}\n"
    )
    chinese, found = read(
        "标题: 关于作业公示\n日期: 2026年11月20日\n对象: {班级: [三年级（1）班, 三（2）班]}\n"
        "落款: 校办\n样式: 公文\n回执: {栏目: 签收, 交回日期: 2026/11/27, 交给: 班主任}\n"
    )
    assert found == ()
    assert english == chinese


def test_what_is_left_out_has_a_sensible_default() -> None:
    letter, found = read()
    assert found == ()
    assert letter is not None
    assert (letter.grades, letter.classes, letter.receipt) == ((), (), None)
    assert (letter.sender, letter.style) == ("样例小学", LetterStyle.OFFICIAL)


@pytest.mark.parametrize(
    ("audience", "grades", "classes"),
    [
        ("全校", (), ()),
        ("all", (), ()),
        ("{年级: 三年级}", (3,), ()),
        ("{grades: 1-3}", (1, 3), ()),
        ("{grades: 一至三年级}", (1, 3), ()),
        ('{grades: "1、6"}', (1, 6), ()),
        ("{grades: 1-6}", (), ()),
        ("{grades: [3], classes: [6-2, 3-1]}", (3,), (ClassId(6, 2),)),
        ("{classes: 3-1}", (), (ClassId(3, 1),)),
    ],
)
def test_audiences(audience: str, grades: tuple[int, ...], classes: tuple[ClassId, ...]) -> None:
    letter, found = read(f"{HEAD}audience: {audience}\n")
    assert found == ()
    assert letter is not None
    assert (letter.grades, letter.classes) == (grades, classes)


@pytest.mark.parametrize(
    ("line", "variant", "column"),
    [
        ("titel: 作业", "near", 1),
        ("标体: 作业", "near", 1),
        ("weather: 晴", "unknown", 1),
        ("标题: 又一个", "doubled", 1),
        ("from: [甲, 乙]", "text", 7),
        ("from: ''", "empty", 1),
        ("style: 红头", "style", 8),
        ("audience: 三年级家长", "audience", 11),
        ("audience: 3-6", "audience", 11),
        ("audience: {grades: 5}", "grade", 20),
        ("audience: {grades: 6-3}", "grade", 20),
        ("audience: {classes: 3-9}", "no-class", 21),
        ("audience: {classes: 一班}", "class", 21),
        ("audience: {grade: 3}", "near", 12),
        ("receipt: yes", "receipt", 10),
        ("receipt: {return_by: 2026-11-01}", "return-by", 22),
        ("receipt: {return_by: 2026-11-31}", "date", 22),
        ("receipt: {fields: []}", "empty", 11),
        ("receipt: {fields: [{a: b}]}", "text", 20),
    ],
)
def test_a_wrong_field_is_named_with_its_place(line: str, variant: str, column: int) -> None:
    letter, found = read(f"{HEAD}{line}\n")
    assert letter is None
    assert faults(found) == [(f"letter.field:{variant}", 4, column)]


def test_title_and_date_are_required() -> None:
    _, found = read("style: 便函\n")
    assert [d.words for d in found] == ["letter.field:missing-date", "letter.field:missing-title"]


def test_a_misspelt_title_is_not_missing_as_well() -> None:
    _, found = read("标体: 甲\ndate: 2026-11-20\n")
    assert [(d.words, arguments(d)["nearest"]) for d in found] == [("letter.field:near", "标题")]


def test_every_fault_of_head_and_body_comes_at_once() -> None:
    _, found = read(
        "titel: 甲\ndate: 明天\nstyle: 红头\n",
        "{{ shcool }}\n\n[图](没有.png)\n\n<script>x</script>",
    )
    assert list(dict.fromkeys(d.rule for d in found)) == [
        "letter.field",
        "letter.placeholder",
        "link.broken",
        "syntax.unsafe",
    ]
    assert sum(d.rule == "letter.field" for d in found) == 3


def test_placeholders_stand_for_what_the_school_says() -> None:
    letter, found = read(
        f"{HEAD}audience: {{classes: 3-1}}\n",
        "{{ school }}{{office}}{{ 电话 }}，{{ term }}，{{ class }}、{{ grade }}，{{ 日期 }}。\n\n"
        "{{ caps }}\n\n见 {{ board_url }}，或[公示板]({{ board_url }})。",
    )
    assert found == ()
    assert letter is not None
    assert letter.body.text == (
        "样例小学教导处0000-0000000，秋季，三年级(1)班、三年级，2026年11月20日。\n"
        "三年级书面作业每天不超过60分钟。\n见 http://board.example/，或公示板。"
    )
    assert letter.body.html.count('href="http://board.example/"') == 2


def test_a_letter_to_many_speaks_of_every_class() -> None:
    letter, _ = read(body="{{ class }}、{{ grade }}，{{ caps }}")
    assert letter is not None
    assert letter.body.text.startswith("各班、各年级，一年级不布置书面家庭作业；三年级、六年级书面")


def test_placeholders_in_title_sender_and_receipt() -> None:
    letter, found = read(
        "title: 致{{ school }}家长\ndate: 2026-11-20\nfrom: '{{ 学校 }}{{ 部门 }}'\n"
        "receipt: {fields: ['已读{{ school }}来信'], to: '{{ office }}'}\n"
    )
    assert found == ()
    assert letter is not None
    assert letter.receipt is not None
    said = (letter.title, letter.sender, *letter.receipt.fields, letter.receipt.to)
    assert said == ("致样例小学家长", "样例小学教导处", "已读样例小学来信", "教导处")


@pytest.mark.parametrize(
    ("line", "words_", "column", "end"),
    [
        ("请看{{ shcool }}。", "letter.placeholder:near", 3, 15),
        ("请看{{ 天气 }}。", "letter.placeholder", 3, 11),
        ("请看{{ 7 * 7 }}。", "letter.placeholder", 3, 14),
        ("请看{{ school.upper() }}。", "letter.placeholder:near", 3, 23),
        ("请看{{ school }。", "letter.placeholder:open", 3, 5),
        ("请看{{ }}。", "letter.placeholder", 3, 8),
    ],
)
def test_an_unknown_placeholder_is_named_with_line_and_column(
    line: str, words_: str, column: int, end: int
) -> None:
    _, found = read(body=f"第一行。\n\n{line}")
    assert faults(found) == [(words_, 8, column)]
    assert found[0].span.end == end


def test_an_unknown_placeholder_in_the_title_is_found_there() -> None:
    _, found = read("title: 致{{ 学笑 }}家长\ndate: 2026-11-20\n")
    assert faults(found) == [("letter.placeholder:near", 2, 9)]
    assert arguments(found[0])["nearest"] == "学校"


def test_a_placeholder_that_the_school_leaves_empty_is_an_error() -> None:
    bare = replace(CONFIG, school=School("样例小学"), site_url="")
    text = f"---\n{HEAD}---\n{{{{ phone }}}} {{{{ office }}}} {{{{ board_url }}}}\n".encode()
    letters, found = read_letters({FILE: text}, bare, (), words())
    assert letters == ()
    assert [arguments(d)["setting"] for d in found] == ["school.phone", "school.office", "site.url"]


def test_what_is_filled_in_is_never_markdown_nor_looked_at_again() -> None:
    name = "*星*_光_<b>{{ phone }}[小](学)"
    strange = replace(CONFIG, school=School(name, "0000-0000000"))
    text = f"---\n{HEAD}---\n{{{{ school }}}}\n".encode()
    (letter,), found = read_letters({FILE: text}, strange, (), words())
    assert found == ()
    assert letter.body.text == name


def test_template_signs_are_text() -> None:
    letter, found = read(body="{% if x %}好{% endif %}")
    assert found == ()
    assert letter is not None
    assert letter.body.text == "{% if x %}好{% endif %}"


def test_what_was_left_blank_is_found() -> None:
    _, found = read(body="请于__月__日前交回。")
    assert faults(found) == [("text.blank", 6, 3), ("text.blank", 6, 6)]


def test_a_body_is_judged_even_where_the_head_cannot_be_read() -> None:
    letters, found = read_letters(
        {FILE: "---\ntitle： 甲\n\t日期: 乙\n---\n{{ shcool }}".encode()}, CONFIG, (), words()
    )
    assert letters == ()
    assert {"syntax.front-matter", "letter.placeholder"} <= {d.rule for d in found}


def test_pictures_are_kept_as_assets() -> None:
    existing = ("content/assets/校园.png", FILE)
    letter, found = read(body="![校园](../assets/校园.png)", existing=existing)
    assert found == ()
    assert letter is not None
    assert letter.assets == ("content/assets/校园.png",)


def test_a_letter_without_text_is_an_error() -> None:
    _, found = read(body="")
    assert [d.words for d in found] == ["letter.field:no-text"]


def test_a_letter_above_the_size_is_not_read() -> None:
    _, found = read(body="字" * 30_000)
    assert [d.rule for d in found] == ["syntax.size"]
    _, found = read(body="一行\n" * 1_100)
    assert [d.rule for d in found] == ["syntax.size"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Homework-Board.md", "homework-board"),
        ("a  b_c!.md", "a-b-c"),
        ("2026.11.20.md", "2026-11-20"),
    ],
)
def test_slugs_of_ascii_names(name: str, expected: str) -> None:
    assert slug(f"content/letters/{name}", date(2026, 9, 4)) == expected


def test_a_chinese_name_gives_a_steady_ascii_slug() -> None:
    first = slug("content/letters/作业公示.md", date(2026, 9, 4))
    assert first == slug("content/letters/2026/作业公示.md", date(2026, 9, 4))
    assert first.startswith("2026-09-04-")
    assert first.isascii()
    assert first != slug("content/letters/运动会.md", date(2026, 9, 4))


def test_two_letters_with_one_address_are_both_named() -> None:
    text = f"---\n{HEAD}---\n正文\n".encode()
    files = {"content/letters/Board.md": text, "content/letters/board.md": text}
    _, found = read_letters(files, CONFIG, (), words())
    assert [(d.words, d.span.file, d.related[0].file) for d in found] == [
        ("route.collision:letter", "content/letters/board.md", "content/letters/Board.md")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_caps_are_a_sentence_in_every_language(language: str) -> None:
    spoken = words(language)
    said = caps(CONFIG, spoken, (1, 3, 6))
    assert "60" in said
    assert spoken("grade.1") in said
    assert said.endswith(spoken("letter.caps.end"))
    assert caps(school(), spoken, (1,)) == spoken("letter.caps.none-set")


def test_consecutive_grades_are_named_together() -> None:
    config = school(replace(DAILY, grades=frozenset({3, 4, 5})), grades={3: 1, 4: 1, 5: 1})
    assert caps(config, words(), (3, 4, 5)) == "三年级至五年级书面作业每天不超过60分钟。"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_its_words(language: str) -> None:
    spoken = words(language)
    heads = [
        HEAD + line
        for line in (
            "titel: 甲\n",
            "weather: 晴\n",
            "标题: 乙\n",
            "from: [甲]\n",
            "from: ''\n",
            "style: 红\n",
            "audience: 谁\n",
            "audience: {grades: 8, classes: [3-9, 一]}\n",
            "receipt: yes\n",
            "receipt: {return_by: 2026-01-01}\n",
        )
    ]
    found = [d for head in [*heads, "style: 便函\ndate: 明天\n"] for d in read(head)[1]]
    found += read(body="{{ shcool }} {{ 天气 }} {{ x")[1]
    found += read(body="")[1]
    assert len({d.words for d in found}) == 18
    for diagnostic in found:
        for key in (diagnostic.words, f"{diagnostic.words}.hint"):
            text = spoken(key, **arguments(diagnostic))
            assert text
            assert "{known}" not in text


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_is_read_or_reported_never_raised(head: str, body: str) -> None:
    text = f"---\n{HEAD}{head}\n---\n{body}"
    for data in (text, body):
        letters, found = read_letters({FILE: data.encode("utf-8", "replace")}, CONFIG, (), words())
        assert bool(letters) != bool(found)
        for diagnostic in found:
            lines = data.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            assert 1 <= diagnostic.span.line <= len(lines)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["{{", "}}", "{", "}", " ", "｛", "｝", "学校", "caps", *NAMES, "\n", "<", "*"]
        )
    )
)
def test_any_run_of_braces_is_filled_or_reported(parts: list[str]) -> None:
    _, found = read(body="起" + "".join(parts))
    assert {d.rule for d in found} <= {"letter.placeholder", "syntax.unsafe"}


def test_a_class_gets_its_own_text_and_room_for_names() -> None:
    text = (
        f"---\n{HEAD}audience: {{grades: 3, classes: [6-1]}}\n---\n\n"
        "{{ 班级 }}{{ 年级 }}：{{ caps }}{{ pupil }}、{{ 班主任 }}\n"
    )

    def body(reader: ClassId | None) -> list[str]:
        letters, found = read_letters({FILE: text.encode()}, CONFIG, (), words(), reader)
        assert found == ()
        return [letter.body.text for letter in letters]

    limit = caps(CONFIG, words(), [3])
    assert body(ClassId(3, 2)) == [f"三年级(2)班三年级：{limit}{PUPIL}、{HEAD_TEACHER}"]
    assert body(ClassId(6, 1)) == [
        f"六年级(1)班六年级：{caps(CONFIG, words(), [6])}{PUPIL}、{HEAD_TEACHER}"
    ]
    assert body(ClassId(6, 2)) == []  # not among those it is written to
    assert body(None)[0].endswith("学生、班主任")


def test_every_key_and_placeholder_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "letters.md").read_text(encoding="utf-8")
    for english, chinese in {**KEYS, **RECEIPT_KEYS}.items():
        assert f"`{english}`" in text
        assert f"`{chinese}`" in text
    for english, (chinese, *_) in NAMES.items():
        assert f"`{{{{ {english} }}}}`" in text
        assert f"`{{{{ {chinese} }}}}`" in text
    for word in (*STYLES, *AUDIENCE_KEYS.values()):
        assert word in text
