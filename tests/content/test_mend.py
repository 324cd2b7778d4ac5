"""Mending: each cure, what is left alone, and that what was right says the same afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjboard.content.digest import entry_digest
from sjboard.content.entries import EntryReader
from sjboard.content.mend import meaning, mend
from sjboard.syntax.front_matter import split
from tests.content.school import CONFIG, EXISTING, HEAD, PATH, WEEK

HOUSE = Path(__file__).parents[2]
READER = EntryReader(WEEK, CONFIG, EXISTING)
BODY = "## 周一\n\n- 读一读 {朗读 10分钟}\n"


def mended(text: str | bytes) -> str | None:
    data = text.encode("utf-8") if isinstance(text, str) else text
    made = mend(PATH, data, READER).data
    if made is None:
        return None
    assert mend(PATH, made, READER).data is None, "twice is not the same as once"
    return made.decode("utf-8")


HEADS = {
    "学科：语文\n教师： 王芳": "学科: 语文\n教师: 王芳",
    "学科:语文\n教师:王芳": "学科: 语文\n教师: 王芳",
    "subject: 语文\nteacher: 王芳\nclass: ［1，2］": "subject: 语文\nteacher: 王芳\nclass: [1, 2]",
    "subject: 语文\nteacher: 王芳\nclass: 1、2": "subject: 语文\nteacher: 王芳\nclass: [1, 2]",
    "subject: 语文\nteacher: 王芳\napproval:\n\t教导处: 张强 2026/11/9": (
        "subject: 语文\nteacher: 王芳\napproval:\n  教导处: 张强 2026-11-09"
    ),
    "subject: 语文\nteacher: 王芳\napproval: {教导处: 张强 2026年11月12日}": (
        "subject: 语文\nteacher: 王芳\napproval: {教导处: 张强 2026-11-12}"
    ),
}


@pytest.mark.parametrize("written", HEADS)
def test_front_matter_is_mended(written: str) -> None:
    assert mended(f"---\n{written}\n---\n{BODY}") == f"---\n{HEADS[written]}\n---\n{BODY}"


BODIES = {
    "##周一\n\n- 读 {朗读 10分钟}": "## 周一\n\n- 读 {朗读 10分钟}",
    "＃＃ 周一\n\n- 读 {朗读 10分钟}": "## 周一\n\n- 读 {朗读 10分钟}",
    "**周一**\n\n- 读 {朗读 10分钟}": "## 周一\n\n- 读 {朗读 10分钟}",
    "## 星期一\n\n- 读 {朗读 10分钟}": "## 周一\n\n- 读 {朗读 10分钟}",
    "## 礼拜一 和 Tuesday\n\n- 读 {朗读 10分钟}": "## 周一、周二\n\n- 读 {朗读 10分钟}",
    "## 周一～周四\n\n- 读 {朗读 10分钟}": "## 周一至周四\n\n- 读 {朗读 10分钟}",
    "## 周一\n\n• 读 {朗读 10分钟}": "## 周一\n\n- 读 {朗读 10分钟}",
    "## 周一\n\n1、读 {朗读 10分钟}\n2、写 {书面 5分钟}": "## 周一\n\n- 读 {朗读 10分钟}\n- 写 {书面 5分钟}",
    "## 周一\n\n- 读（朗读 10分钟）": "## 周一\n\n- 读 {朗读 10分钟}",
    "## 周一\n\n1、读（朗读 10分钟）\n（2）写（书面5分钟）": (
        "## 周一\n\n- 读 {朗读 10分钟}\n- 写 {书面 5分钟}"
    ),
    "## 周一\n\n- 读 {朗读10分钟}": "## 周一\n\n- 读 {朗读 10分钟}",
    "## 周一\n\n- 读 {朗读 10分钟": "## 周一\n\n- 读 {朗读 10分钟}",
    "## 周一\n\n- 读 ｛１０分，朗读｝": "## 周一\n\n- 读 {朗读 10分钟}",
    "## 周一\n\n- 读 {选做、提高 半小时 oral 课后 周五交}": (
        "## 周一\n\n- 读 {口头 30分钟 提高 选做 课后 周五交}"
    ),
    "## 周一至周四\n\n- 读 {total 1h 阅读}": "## 周一至周四\n\n- 读 {阅读 共60分钟}",
    "## 周一\n\n- 读 {朗读 10分钟}  \n": "## 周一\n\n- 读 {朗读 10分钟}\n",
}


@pytest.mark.parametrize("written", BODIES)
def test_bodies_are_mended(written: str) -> None:
    assert mended(HEAD + written) == HEAD + BODIES[written]


ALONE = (
    BODY,
    "## 周三四\n\n- 读 {朗读 10分钟}",  # a guess: 周三、周四?
    "## 周一\n\n- 读 {朗都 10分钟}",
    "## 周一\n\n- 读 {朗读 15}",
    "## 周一\n\n- 读 {朗读 大约半小时}",
    "## 周一\n\n- 读一读",
    "第一行  \n第二行\n\n" + BODY,  # two blanks at the end are Markdown's line break
    "无作业",
)


@pytest.mark.parametrize("body", ALONE)
def test_guesses_and_what_is_right_are_left_alone(body: str) -> None:
    assert mended(HEAD + body) is None


def test_other_encodings_become_utf_8_and_line_ends_stay() -> None:
    text = (HEAD + BODY).replace("\n", "\r\n")
    for encoding in ("gb18030", "utf-16"):
        assert mended(text.encode(encoding)) == text
    assert mended(("\ufeff" + text.replace("## 周一", "##周一")).encode("utf-8")) == "\ufeff" + text


def test_what_only_a_person_can_mend_is_told_and_the_rest_is_mended() -> None:
    written = HEAD + "##周一\n\n- 读 {朗都 10分钟}\n- 写 {书面5分钟}\n"
    outcome = mend(PATH, written.encode("utf-8"), READER)
    assert outcome.data is not None
    assert (
        outcome.data.decode("utf-8") == HEAD + "## 周一\n\n- 读 {朗都 10分钟}\n- 写 {书面 5分钟}\n"
    )
    assert [one.words for one in outcome.left] == ["syntax.item:near"]


def test_an_approved_entry_is_not_touched_where_its_approval_would_no_longer_fit() -> None:
    body = "## 星期一\n\n- 读一读 {10分钟 朗读}\n"
    head = "---\nsubject: 语文\nteacher: 王芳\napproval:\n  教导处: 张强 {}\ndigest: {}\n---\n"
    front, _ = split(HEAD + body, PATH)
    assert front is not None
    digest = entry_digest(front.document.data, front.body_lines)
    outcome = mend(PATH, (head.format("2026-11-12", digest) + body).encode("utf-8"), READER)
    assert outcome.data is None
    assert outcome.signed
    changed = mend(PATH, (head.format("2026-11-12", "0" * 16) + body).encode("utf-8"), READER)
    assert changed.data is not None  # the approval has not fitted before, either


def test_the_demonstration_needs_no_mending() -> None:
    for path in sorted((HOUSE / "content" / "2026-autumn" / "w12" / "g1").glob("*.md")):
        outcome = mend(PATH, path.read_bytes(), READER)
        assert outcome.data is None, path


_TEXTS = st.text("读写一二。 *_《》-", min_size=1, max_size=8).filter(lambda s: s.strip(" *_-"))
_KINDS = st.sampled_from(["书面", "written", "朗读", "阅读", "口头", "ORAL", "实践"])
_TIMES = st.sampled_from(
    ["15分钟", "１５分", "10-15分钟", "半小时", "1.5小时", "20min", "共40分钟"]
)
_MORE = st.lists(
    st.sampled_from(["选做", "提高", "advanced", "课后", "in-school", "周五交", "due:2026-11-27"]),
    max_size=3,
    unique=True,
)
_DAYS = st.sampled_from(
    ["周一", "星期一", "Monday", "礼拜二、周三", "周一～周四", "每天", "周末", "11月24日"]
)
_ENDS = st.sampled_from(["", " ", "\t", "  "])


@st.composite
def _items(draw: st.DrawFn) -> str:
    tags = draw(st.permutations([draw(_KINDS), draw(_TIMES), *draw(_MORE)]))
    joined = draw(st.sampled_from([" ", "，", "、", ", "])).join(tags)
    braces = draw(st.sampled_from(["{}", "｛｝"]))
    return f"- {draw(_TEXTS)} {braces[0]}{joined}{braces[1]}{draw(_ENDS)}"


@st.composite
def _entries(draw: st.DrawFn) -> str:
    lines = [draw(st.sampled_from(["", f"{draw(_TEXTS)}{draw(_ENDS)}"])), ""]
    for _ in range(draw(st.integers(1, 3))):
        lines += [f"##{draw(st.sampled_from(['', ' ', '  ']))}{draw(_DAYS)}{draw(_ENDS)}", ""]
        lines += draw(st.lists(_items(), min_size=1, max_size=3))
        lines.append("")
    return HEAD + "\n".join(lines)


@settings(max_examples=300, deadline=None)
@given(_entries())
def test_what_was_right_says_the_same_and_twice_is_once(text: str) -> None:
    data = text.encode("utf-8")
    before, _ = READER.read(PATH, data)
    outcome = mend(PATH, data, READER)
    made = outcome.data or data
    after, _ = READER.read(PATH, made)
    if before is not None:
        assert after is not None
        assert meaning(after, READER) == meaning(before, READER)
    assert mend(PATH, made, READER).data is None


@settings(max_examples=300, deadline=None)
@given(st.text("-—：: #＃周一二三四{}｛｝（）书面15分钟\n朗读，、学科教师语文", max_size=60))
def test_anything_can_be_looked_at(text: str) -> None:
    for data in (text.encode("utf-8"), (HEAD + text).encode("utf-8"), text.encode("gb18030")):
        outcome = mend(PATH, data, READER)
        if outcome.data is not None:
            assert mend(PATH, outcome.data, READER).data is None
