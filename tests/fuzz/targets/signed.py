"""``approve``: a signature is added, or the file is left; what it says is the same, and the digest fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sjboard.content.mend import meaning
from sjboard.content.signed import add_signature
from sjboard.model import Entry, Signature
from tests.fuzz.laws import MOST, PATH, fresh
from tests.fuzz.targets import entry

SIGNATURE = Signature("教导处", "张强", date(2026, 11, 19))


def check(data: bytes) -> None:
    data = data[:MOST]
    reader = fresh()
    before, _ = reader.read(PATH, data)
    for afresh in (False, True):
        made = add_signature(data, SIGNATURE, afresh=afresh)
        if made is None or before is None:
            continue
        after, found = reader.read(PATH, made)
        assert after is not None, found
        kept = () if afresh else before.approval
        assert after.approval == (*kept, SIGNATURE)
        assert after.digest == after.current_digest
        assert bare(after) == bare(before)


def bare(one: Entry) -> tuple[object, ...]:
    return meaning(replace(one, approval=(), digest=None), fresh())


def seeds() -> Iterator[bytes]:
    for seed in entry.seeds():
        if seed.startswith(b"---"):
            yield seed
    rest = "\n---\n\n## 周一\n\n- 读 {朗读 10分钟}\n"
    for head in (
        "学科: 语文\n教师: 王芳\n审批:\n    教研组长:  李敏 2026-11-17  # 看过\n  # 备注\n摘要: 00",
        "{subject: 语文, teacher: 王芳, approval: {教研组长: 李敏 2026-11-17}}",
        "subject: 语文\nteacher: '王芳'\napproval: {教研组长: \"李敏 2026-11-17\",\n  x: y 2026-11-18}",
        "subject: 语文\nteacher: >-\n  王\n  芳\napproval:\ndigest:",
    ):
        yield f"---\n{head}{rest}".encode()
