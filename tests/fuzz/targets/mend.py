"""``fix``: never raises, changes no meaning, adds no error, and a second time changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from sjboard.content.mend import meaning, mend
from sjboard.diagnostics import has_errors
from tests.fuzz.laws import MOST, PATH, fresh
from tests.fuzz.targets import entry


def check(data: bytes) -> None:
    data = data[:MOST]
    reader = fresh()
    before, found = reader.read(PATH, data)
    outcome = mend(PATH, data, reader)
    if outcome.data is None:
        return
    assert outcome.data != data
    after, left = reader.read(PATH, outcome.data)
    assert mend(PATH, outcome.data, reader).data is None
    errors = [one for one in found if has_errors([one])]
    if not errors or errors[0].rule != "syntax.encoding":
        assert len([one for one in left if has_errors([one])]) <= len(errors)
    if before is not None:
        assert after is not None
        assert meaning(after, reader) == meaning(before, reader)


def seeds() -> Iterator[bytes]:
    yield from entry.seeds()
    head = "---\n学科：语文\n教师:王芳\n班级：１、2\n审批：\n\t教导处：张强 2026/11/9\n---\n\n"
    for text in (
        "##星期一 和 礼拜三\n\n• 读（朗读 10分钟）\n2、写 {书面5分钟\n- 画 ｛１０分，实践｝  \n",
        "＃＃ 周一～周四\n\n- 读 {选做、提高 半小时 oral 课后 周五交}\n\n**周五**\n\n- 写 {书面 5m}\n",
    ):
        yield (head + text).encode()
        yield (head + text).replace("\n", "\r\n").encode("gb18030")
        yield (head + text).encode("utf-16")
