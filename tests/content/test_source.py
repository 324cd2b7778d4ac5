"""What an item, and the prose around it, keep of the characters as written, and where they stand."""

from __future__ import annotations

from sjboard.model import Source
from tests.content.school import HEAD, entry

BODY = """
本周学习第六单元，
重点是围绕一个意思写。

## 周一

先做口头的，再写。

- 把《海滨小城》　读给家人
  听两遍 {朗读 10分钟}
- ｛不是标签｝ 写 3 个词 {书面 15分钟}

  1. 山\t水
  2. 花 & 草
"""


def lines_of(source: Source) -> list[tuple[int, int, str]]:
    return [(span.line, span.column, text) for span, text in source]


def test_items_and_notes_keep_their_text_and_its_places() -> None:
    read = entry(BODY)
    assert lines_of(read.note_source) == [
        (6, 1, "本周学习第六单元，"),
        (7, 1, "重点是围绕一个意思写。"),
    ]
    assert [lines_of(note.source) for note in read.day_notes] == [[(11, 1, "先做口头的，再写。")]]
    assert [lines_of(item.source) for item in read.items] == [
        [(13, 3, "把《海滨小城》　读给家人"), (14, 3, "听两遍")],
        [(15, 3, "｛不是标签｝ 写 3 个词"), (17, 3, "1. 山\t水"), (18, 3, "2. 花 & 草")],
    ]


def test_every_place_covers_just_the_characters_that_it_gives() -> None:
    read = entry(BODY)
    written = (HEAD + BODY).split("\n")
    sources = [
        read.note_source,
        *(n.source for n in read.day_notes),
        *(i.source for i in read.items),
    ]
    for span, text in (pair for source in sources for pair in source):
        assert written[span.line - 1][span.column - 1 : span.end - 1] == text
