"""The office's forms: what they say as PDF and in Word, filled and blank, and that nothing else gets in."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from docs import word_templates
from sjboard.build.paper import read_for_paper
from sjboard.build.sources import Sources
from sjboard.config import read_config
from sjboard.edges.disk import snapshot
from sjboard.edges.package import PACKAGE, catalogues
from sjboard.edges.paper.word import fill
from sjboard.edges.terminal import words
from sjboard.render.paper.blocks import text_of
from sjboard.render.paper.document import Document
from sjboard.render.paper.forms import KINDS, forms
from sjboard.render.paper.notices import notices
from sjboard.render.paper.order import Order
from sjboard.views import site_head
from sjboard.views.forms import FormViews
from tests.paper.weeks import CONFIG, bare, entry, pages_in, pdf_of, templates, text_in
from tests.running import ROOT, run_in

WEEK = "content/2026-autumn/w12/g3"

CAPPED = CONFIG.replace("policy: {use: []}", "policy: {use: [cn-2021]}")

TOO_MUCH = """## 周一

- 算 {{ 7 * 7 }} 和 {% raw %} #panic("x") <b>粗</b> {书面 40分钟 基础}
- 再算一遍，写出过程 {书面 50分钟 提高}
"""

BESIDE = """## 周一

- 写一段话 {书面 30分钟}

## 周二至周四

- 每天读十分钟 {朗读 10分钟}
"""


@dataclass(frozen=True, slots=True)
class Office:
    """A school's forms of one week, made in memory."""

    order: Order
    views: FormViews

    def documents(self, kind: str) -> list[Document]:
        return [each for each in forms(self.order, self.views) if each.template.endswith(kind)]

    def sheets(self, kind: str) -> list[Any]:
        """The sheets of the filled forms of a kind, one a document of its own."""
        blank = self.order.words("form.blank")
        made = [d for d in self.documents(kind) if not d.name.startswith(f"{blank}/")]
        single = [d for d in made if len(_sheets(d)) == 1]
        return [_sheets(document)[0] for document in single]

    def blank(self, kind: str) -> Document:
        return self.documents(kind)[-1]


def _sheets(document: Document) -> Sequence[Any]:
    sheets: Any = document.data["sheets"]
    return list(sheets)


def office(files: Mapping[str, bytes], config: str = CAPPED, classes: Sequence[str] = ()) -> Office:
    packs = {p.stem: p.read_bytes() for p in (PACKAGE / "policy" / "packs").glob("*.yaml")}
    return _office(
        Sources(
            config=config.encode(),
            content=files,
            packs=packs,
            shipped=templates(),
            catalogues=catalogues(),
            program="test",
        ),
        classes,
    )


def _office(sources: Sources, classes: Sequence[str] = (), number: int = 12) -> Office:
    config, wrong = read_config(sources.config, sources.packs)
    assert config is not None, wrong
    week = config.week("2026-autumn", number)
    assert week is not None
    read = read_for_paper(sources, config, week, letters=False, forms=True)
    assert read.views is not None, read.diagnostics
    assert read.forms is not None
    chosen = tuple(c for c in config.all_classes if not classes or str(c) in classes)
    order = Order(
        views=read.views,
        letters=read.letters,
        site=site_head(config),
        words=words(config.language),
        classes=chosen,
        whole=not classes,
        pictures=read.pictures,
    )
    return Office(order, read.forms)


@cache
def demonstration() -> Office:
    """Week 12 of the school that comes with the program: approved, and within every cap."""
    return _office(snapshot(ROOT / "config.yaml"))


@cache
def broken() -> Office:
    """A week in which mathematics breaks the cap on Monday."""
    return office(
        {f"{WEEK}/数学.md": entry("数学", TOO_MUCH), f"{WEEK}/语文.md": entry("语文", BESIDE)}
    )


# --- What is made ---------------------------------------------------------------------------------


def test_a_kind_is_a_folder_and_blank_forms_lie_apart() -> None:
    names = [document.name for document in forms(demonstration().order, demonstration().views)]
    assert len(names) == len(set(names))
    assert "家庭作业审批备案表/三年级1、2班语文-第12周-家庭作业审批备案表" in names
    assert "家庭作业审批备案表/三年级3班语文-第12周-家庭作业审批备案表" in names
    assert "班级作业总量统筹表/三年级1班-第12周-班级作业总量统筹表" in names
    assert "班级作业总量统筹表/全校-第12周-班级作业总量统筹表-合订" in names
    assert "回执统计表/校运会期间的作业安排-回执统计表" in names
    assert [name for name in names if name.startswith("空白/")] == [
        "空白/家庭作业审批备案表",
        "空白/班级作业总量统筹表",
        "空白/二次会商单",
        "空白/回执统计表",
    ]
    assert not any("会商" in name for name in names[:-4])  # nothing is over its cap


def test_forms_of_one_class_are_those_that_concern_it() -> None:
    whole = demonstration()
    order = replace(whole.order, classes=whole.order.classes[6:7], whole=False)
    assert str(order.classes[0]) == "3-1"
    names = [document.name for document in forms(order, whole.views)]
    filed = [name for name in names if name.startswith("家庭作业审批备案表/")]
    assert "家庭作业审批备案表/三年级1、2班语文-第12周-家庭作业审批备案表" in filed
    assert not any("3班" in name for name in filed)
    assert all("三年级" in name or "合订" in name for name in filed)
    assert [name for name in names if name.startswith("班级")] == [
        "班级作业总量统筹表/三年级1班-第12周-班级作业总量统筹表"
    ]


def test_a_filing_says_what_the_entry_says_and_who_signed() -> None:
    sheet = next(
        s for s in demonstration().sheets("filing") if s["number"].endswith("chinese-c1.2")
    )
    assert sheet["fact"]["subject"] == "语文"
    assert sheet["fact"]["class"] == "1、2班"
    assert sheet["fact"]["teacher"] == "王芳"
    assert sheet["number"] == "2026-autumn-w12-g3-chinese-c1.2"
    assert sheet["digest"] == "1982a6a59e3c06b8"
    assert [item["days"] for item in sheet["items"]][:3] == ["周一", "周一", "周二"]
    assert [item["first"] for item in sheet["items"]][:3] == [True, False, True]
    assert sheet["items"][1]["asks"] == "11月24日交"
    assert sheet["items"][2]["asks"] == "基础"
    assert sheet["sums"].startswith(
        "周一必做 20 分钟（书面 12 分钟）；周二 基础必做 12 分钟（书面 12 分钟）"
    )
    assert sheet["tiers"] == "基础、提高、拓展，学生只做其中一层"
    assert sheet["chain"] == [
        {"role": "教研组长", "opinion": "同意", "name": "李敏", "date": "2026年11月17日"},
        {"role": "教导处", "opinion": "同意", "name": "张强", "date": "2026年11月19日"},
    ]


def test_days_minutes_and_measured_times_are_written_as_people_say_them() -> None:
    body = (
        "## 周一至周四\n\n- 每天读 {朗读 10分钟}\n\n## 周一、周三\n\n- 写两页 {书面 共31分钟}\n\n"
        "## 周五\n\n- 画一画 {实践 10-15分钟 课后 选做}\n"
    )
    files = {f"{WEEK}/语文.md": entry("语文", body, "actual: {周一: 12, 周三: 25}")}
    sheet = office(files).sheets("filing")[0]
    assert [(i["days"], i["minutes"], i["asks"]) for i in sheet["items"]] == [
        ("周一至周四", "每天 10 分钟", ""),
        ("周一、周三", "共 31 分钟", ""),
        ("周五", "10–15 分钟", "选做、课后服务"),
    ]
    assert sheet["sums"] == (
        "周一必做 26 分钟（书面 16 分钟）；周二必做 10 分钟（书面 0 分钟）；"
        "周三必做 25 分钟（书面 15 分钟）；周四必做 10 分钟（书面 0 分钟）"
    )
    assert sheet["actual"] == "周一 12 分钟；周三 25 分钟"
    assert sheet["tiers"] == "不分层"


def test_signatures_under_a_changed_text_are_not_shown() -> None:
    signed = "approval: {教研组长: 李敏 2026-11-11, 教导处: 张强 2026-11-12}"
    config = CAPPED + "approval: {chain: [教研组长, 教导处]}\n"
    stale = entry("语文", BESIDE, signed, "digest: 0123456789abcdef")
    half = entry("数学", BESIDE, "approval: {教研组长: 李敏 2026-11-11}")
    made = office({f"{WEEK}/语文.md": stale, f"{WEEK}/数学.md": half}, config)
    first, second = made.sheets("filing")
    assert [each["name"] for each in first["chain"]] == ["", ""]
    assert [each["name"] for each in second["chain"]] == ["李敏", ""]
    assert second["chain"][1] == {
        "role": "教导处",
        "opinion": "",
        "name": "",
        "date": "　　年　　月　　日",
    }


def test_a_school_without_a_chain_gets_the_usual_one_to_sign_by_hand() -> None:
    sheet = broken().sheets("filing")[0]
    assert [each["role"] for each in sheet["chain"]] == ["备课组长", "教研组长", "教导处"]
    assert not any(each["name"] or each["opinion"] for each in sheet["chain"])


def test_an_entry_without_homework_is_filed_too() -> None:
    made = office({f"{WEEK}/语文.md": entry("语文", "无作业")})
    sheet = made.sheets("filing")[0]
    assert sheet["none"] == "本周不布置作业"
    assert sheet["items"] == []


def test_a_plan_has_subjects_against_days_and_what_is_left() -> None:
    sheet = broken().sheets("plan")[0]
    assert [column["name"] for column in sheet["columns"]] == [*_weekdays(), "周末"]
    assert sheet["columns"][0]["date"] == "11月23日"
    rows = {row["label"]: [cell["text"] for cell in row["cells"]] for row in sheet["rows"]}
    assert rows == {
        "语文": ["30", "＋10", "＋10", "＋10", "", ""],
        "数学": ["40–50", "", "", "", "", ""],
    }
    sums = {row["label"]: row["cells"] for row in sheet["sums"]}
    assert sums["书面合计"][0]["text"] == "基础 70；提高 80"
    assert sums["上限"][0]["text"] == "60"
    assert sums["剩余"][0] == {"text": "超 20", "over": True}
    assert sums["剩余"][1] == {"text": "60", "over": False}
    assert sums["其他必做合计"][1]["text"] == "10"


def _weekdays() -> list[str]:
    return [f"周{day}" for day in "一二三四五"]


def test_the_plan_and_the_board_come_to_the_same() -> None:
    whole = demonstration()
    boards = {board.id: board for board in whole.order.views.classes}
    for view, sheet in zip(whole.views.plans, whole.sheets("plan"), strict=True):
        sums = {row["label"]: row["cells"] for row in sheet["sums"]}
        days = {day.first: day for day in boards[view.id].days}
        for number, day in enumerate(view.days):
            shown = [int(n) for n in re.findall(r"\d+", sums["书面合计"][number]["text"])]
            board = days.get(day.first)
            assert max(shown, default=0) == (board.written if board else 0)
            assert sums["上限"][number]["text"] == ("" if day.limit is None else str(day.limit))


def test_tiers_of_a_ladder_add_up_in_a_plan() -> None:
    body = "## 周一\n\n- 甲 {书面 5分钟}\n- 乙 {书面 10分钟 基础}\n- 丙 {书面 20分钟 提高}\n"
    files = {f"{WEEK}/语文.md": entry("语文", body)}
    choose = office(files).sheets("plan")[0]
    ladder = office(files, CAPPED.replace("tiers: {", "tiers: {mode: ladder, ")).sheets("plan")[0]
    assert choose["rows"][0]["cells"][0]["text"] == "15–25"
    assert ladder["rows"][0]["cells"][0]["text"] == "15–35"


def test_a_broken_cap_is_consulted_about_once_for_all_its_classes_and_tiers() -> None:
    sheets = broken().sheets("consultation")
    assert len(sheets) == 1
    sheet = sheets[0]
    assert sheet["classes"] == "三年级(1)班、三年级(2)班"
    assert sheet["when"] == "11月23日 周一"
    assert sheet["excess"] == "20 分钟"
    assert len(sheet["finding"]) == 2  # both tiers
    assert "80 分钟" in sheet["finding"][0]
    assert "70 分钟" in sheet["finding"][1]
    assert [(e["subject"], e["minutes"]) for e in sheet["entries"]] == [
        ("数学", "50 分钟"),
        ("数学", "40 分钟"),
        ("语文", "30 分钟"),
    ]
    assert "60 分钟" in sheet["rule"][0]
    assert sheet["rule"][1].startswith("出处：")
    assert "数学" in sheet["proposal"]
    assert sheet["signers"] == ["任课教师", "班主任", "年级组长", "教导处"]


def test_a_waived_cap_needs_no_consultation() -> None:
    limit = "limits: [{id: own, grades: 3, days: school-day, kinds: written, minutes: 20}]"
    config = CONFIG.replace("policy: {use: []}", f"policy: {{use: [], {limit}}}")
    waiver = (
        "waivers: [{rule: cap.own, class: 3-1, reason: 复习, by: 张强, until: 2026-12-31},"
        " {rule: cap.own, class: 3-2, reason: 复习, by: 张强, until: 2026-12-31}]\n"
    )
    files = {f"{WEEK}/语文.md": entry("语文", BESIDE)}
    assert len(office(files, config).sheets("consultation")) == 1
    assert office(files, config + waiver).sheets("consultation") == []


def test_receipts_are_counted_by_class_for_the_letters_of_the_term() -> None:
    first, second = demonstration().sheets("receipts")
    assert first["fact"]["letter"] == "关于实行作业公示制度的告家长书"
    assert first["fact"]["return_by"] == "2026年9月11日"
    assert second["fact"]["letter"] == "校运会期间的作业安排"
    assert first["rows"][0] == "一年级(1)班"
    assert len(first["rows"]) == 18
    early = _office(snapshot(ROOT / "config.yaml"), number=5)
    assert len(early.sheets("receipts")) == 1  # the second letter has not been written yet


@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_form_has_labels_and_room_but_nothing_of_the_week(kind: str) -> None:
    document = demonstration().blank(kind)
    sheet = _sheets(document)[0]
    assert sheet["title"] == demonstration().order.words(f"form.{kind}")
    assert not any(sheet["fact"].values())
    text = str(document.data)
    for said in ("王芳", "语文组", "11月", "李敏", "第12周", "同意'"):
        assert said not in text.replace("'yes': '同意'", "").replace("'no': '不同意'", "")


# --- PDF ------------------------------------------------------------------------------------------


def said(document: Document) -> str:
    """Everything a form's data say that is shown, in no order, without blanks."""
    kind = document.template.rpartition("_")[2]
    parts: list[str] = []
    for number, sheet in enumerate(_sheets(document), 1):
        total = len(_sheets(document))
        del number, total
        parts += [sheet["school"], sheet["title"]]
        parts += [f"{f['label']}{f['value']}" for line in sheet["facts"] for f in line]
        parts += _SAID[kind](sheet)
    return bare("".join(parts))


def _text(body: Sequence[Any]) -> str:
    """What blocks say; a picture that is shown says nothing."""
    return text_of(block for block in body if block["block"] != "image")


def _filing(sheet: Any) -> Iterator[str]:
    w = sheet["w"]
    yield from (w["number"], sheet["number"], sheet["digest"] and w["digest"], sheet["digest"])
    yield from (w["content"], sheet["none"])
    if not sheet["none"]:
        yield w["day"]
        yield from (w[f"item_{c}"] for c in ("content", "kind", "asks", "minutes"))
    for item in sheet["items"]:
        yield from (_text(item["body"]), item["kind"], item["asks"], item["minutes"])
        yield item["days"] if item["first"] else ""
    for key in ("sums", "tiers", "actual"):
        yield from (w[key], sheet[key])
    yield from (w["intent"], w["tried"], w["tried_blank"], w["source"], w["source_choices"])
    yield from (w["approval"], w["opinion"], w["signature"], w["date"])
    for each in sheet["chain"]:
        yield from each.values()


def _plan(sheet: Any) -> Iterator[str]:
    w = sheet["w"]
    yield from (w["item_subject"], w["after"], w["result"], sheet["key"])
    for column in sheet["columns"]:
        yield from (column["name"], column["date"])
    for row in (*sheet["rows"], *sheet["sums"]):
        yield row["label"]
        for cell in row["cells"]:
            yield ("▲" if cell["over"] else "") + cell["text"]
    yield from sheet["signing"]


def _consultation(sheet: Any) -> Iterator[str]:
    w = sheet["w"]
    for key, value in (
        ("class", sheet["classes"]),
        ("when", sheet["when"]),
        ("rule", "".join(sheet["rule"])),
        ("finding", "".join(sheet["finding"])),
        ("excess", sheet["excess"]),
        ("proposal", sheet["proposal"]),
        ("consulted", w["consulted_how"]),
    ):
        yield from (w[key], value)
    yield from (w["entries"], w["item_subject"], w["teacher"], w["item_content"], w["item_kind"])
    yield w["item_minutes"]
    for each in sheet["entries"]:
        yield from (each["subject"], each["teacher"], _text(each["body"]), each["kind"])
        yield each["minutes"]
    yield from (w["consulted"], w["signature"], w["date"])
    for signer in sheet["signers"]:
        yield from (signer, w["date_blank"])


def _receipts(sheet: Any) -> Iterator[str]:
    w = sheet["w"]
    for key in ("class", "to_return", "returned", "yes", "no", "missing", "remarks", "total"):
        yield w[key]
    yield from (*sheet["rows"], w["counts_only"], w["counted_by"], sheet["date"])


_SAID = {
    "filing": _filing,
    "plan": _plan,
    "consultation": _consultation,
    "receipts": _receipts,
}

FOOT = re.compile(r"育才路小学第\d+页，共\d+页")


def characters(text: str) -> Counter[str]:
    """The characters of a text; a list's marks are the setter's own."""
    return Counter(re.sub("[•◦▪–]", "", text))


@cache
def _samples() -> dict[str, Document]:
    """A form of each kind, filled and blank, with pictures, tables and hostile text among them."""
    week, capped = demonstration(), broken()
    chosen = {
        "filing": next(d for d in week.documents("filing") if "1、2班语文" in d.name),
        "filing-hostile": next(d for d in capped.documents("filing") if "数学" in d.name),
        "plan": next(d for d in week.documents("plan") if "三年级1班" in d.name),
        "plan-over": capped.documents("plan")[0],
        "consultation": capped.documents("consultation")[0],
        "receipts": week.documents("receipts")[0],
    }
    return {**chosen, **{f"{kind}-blank": week.blank(kind) for kind in KINDS}}


SAMPLES = (
    *("filing", "filing-hostile", "plan", "plan-over", "consultation", "receipts"),
    *(f"{kind}-blank" for kind in KINDS),
)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_pdf_says_all_of_its_data_and_nothing_else(name: str, tmp_path: Path) -> None:
    document = _samples()[name]
    pdf = pdf_of(document)
    assert pages_in(pdf, tmp_path) == 1
    text = FOOT.sub("", text_in(pdf, tmp_path))
    assert characters(text) == characters(said(document))
    if name == "filing-hostile":
        assert bare('{{ 7 * 7 }} 和 {% raw %} #panic("x")') in text
    places = [text.index(bare(_text(item["body"]))[:12]) for item in _bodies(document)]
    assert places == sorted(places)


def _bodies(document: Document) -> list[Any]:
    return [item for sheet in _sheets(document) for item in sheet.get("items", []) if item["body"]]


@pytest.mark.parametrize("name", ["filing", "plan-over", "consultation", "receipts-blank"])
def test_equal_inputs_give_equal_bytes(name: str) -> None:
    first, second = _samples()[name], _samples.__wrapped__()[name]
    assert pdf_of(first) == pdf_of(second)
    assert word_of(first) == word_of(second)


# --- Word -----------------------------------------------------------------------------------------


def word_of(document: Document) -> bytes:
    return fill(templates()[f"{document.template}.docx"], document)


def text_of_word(data: bytes) -> str:
    """All text of a Word file's body, in order, without blanks."""
    body = docx.Document(io.BytesIO(data)).element.body
    return bare("".join(node.text or "" for node in body.iter(qn("w:t"))))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_word_file_says_all_of_its_data_and_nothing_else(name: str) -> None:
    document = _samples()[name]
    text = text_of_word(word_of(document))
    assert characters(text) == characters(said(document))
    places = [text.index(bare(_text(item["body"]))[:12]) for item in _bodies(document)]
    assert places == sorted(places)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_word_file_is_built_as_an_office_wants_it(name: str) -> None:
    made = docx.Document(io.BytesIO(word_of(_samples()[name])))
    section = made.sections[0]
    sides = sorted(round((side or 0) / 36000) for side in (section.page_width, section.page_height))
    assert sides == [210, 297]
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    for table in made.tables:
        assert not table.autofit
        widths = [column.width or 0 for column in table.columns]
        assert all(widths)
        assert sum(widths) <= room * 1.01
        for row in table.rows:
            cells = row._tr.findall(qn("w:tc"))
            spans = [cell.tcPr.gridSpan for cell in cells if cell.tcPr is not None]
            assert sum(1 if span is None else span.val for span in spans) == len(widths)
            assert all(cell[-1].tag == qn("w:p") for cell in cells)
    defaults = made.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    assert defaults.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "宋体"
    assert defaults.find(qn("w:lang")).get(qn("w:eastAsia")) == "zh-CN"
    fields = {field.get(qn("w:instr")) for field in section.footer._element.iter(qn("w:fldSimple"))}
    assert fields == {"PAGE", "NUMPAGES"}
    heads = [
        row
        for table in made.tables
        for row in table.rows
        if row._tr.findall(f".//{qn('w:tblHeader')}")
    ]
    assert heads


def test_forms_in_every_language(tmp_path: Path) -> None:
    for language in ("zh-Hant", "en"):
        config = CAPPED.replace("language: zh-Hans", f"language: {language}")
        made = office({f"{WEEK}/数学.md": entry("数学", TOO_MUCH)}, config)
        for document in forms(made.order, made.views):
            assert pages_in(pdf_of(document), tmp_path) >= 1
            assert text_of_word(word_of(document))


def test_the_templates_are_what_the_script_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_templates, "PRINT", tmp_path)
    word_templates.main()
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert {f"form_{kind}.docx" for kind in KINDS} < set(made)
    for name, data in made.items():
        assert data == (ROOT / "templates" / "print" / name).read_bytes(), name


# --- Extremes, and a real word processor ----------------------------------------------------------


def extremes() -> list[Document]:
    """40 items, one of 300 characters, a table and a picture; nine subjects; long names."""
    names = ["语文", "数学", "英语", "科学", "道德与法治", "体育与健康", "音乐", "美术", "信息科技"]
    subjects = ", ".join(f"{{id: s{n}, name: {name}}}" for n, name in enumerate(names))
    config = re.sub(r"subjects: \[.*\]", f"subjects: [{subjects}]", CAPPED)
    config = config.replace("育才路小学", "育才路小学教育集团滨江东岸实验校区附属第二小学")
    table = "\n\n  | 课文 | 写了什么 | 一句话 |\n  |---|---|---|\n  | 海滨小城 | | |\n"
    picture = "\n\n  ![一张图](../../../assets/图.png)\n"
    items = [f"- 第{n}项，把这一件事认真做完再收书包 {{口头 1分钟}}" for n in range(1, 39)]
    items.append("- " + "把这一段话读给家人听" * 30 + f" {{朗读 1分钟}}{table}")
    items.append(f"- 看图 {{口头 1分钟}}{picture}")
    long = "## 周一\n\n" + "\n".join(items)
    teacher = "阿依古丽·买买提明、欧阳修远、司马长风"
    files = {
        f"{WEEK}/{name}.md": entry(name, BESIDE).replace("甲老师".encode(), teacher.encode())
        for name in names[1:]
    }
    files[f"{WEEK}/语文.md"] = entry("语文", long)
    files["content/assets/图.png"] = (ROOT / "content/assets/ring-pond.png").read_bytes()
    made = office(files, config)
    return [
        next(d for d in made.documents("filing") if "语文" in d.name),
        made.documents("plan")[0],
        made.documents("consultation")[0],
        notices(replace(made.order, word=True))[0],
    ]


def test_extremes_take_the_pages_they_need_and_lose_nothing(tmp_path: Path) -> None:
    for document in extremes()[:3]:
        pdf = pdf_of(document)
        text = FOOT_ANY.sub("", text_in(pdf, tmp_path))
        wanted = characters(said(document))
        missing = wanted - characters(text)
        assert not missing, (document.name, missing)
        assert pages_in(pdf, tmp_path) <= 4


FOOT_ANY = re.compile(r"育才路小学\w*第\d+页，共\d+页")


def libreoffice(kind: str, sources: Path, folder: Path, profile: Path) -> None:
    """Let LibreOffice write files anew, all in one go: as ``pdf``, or as ``docx``."""
    program = shutil.which("soffice")
    assert program is not None, "install libreoffice-writer-nogui"
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--convert-to", kind, "--outdir", str(folder)),
            *(str(path) for path in sorted(sources.glob("*.docx"))),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )


def test_a_template_that_another_word_processor_saved_is_filled_alike(tmp_path: Path) -> None:
    """What an office does: open the template, save it, print. Its layout stays, its tags work."""
    own = ROOT / "templates" / "print"
    libreoffice("docx:MS Word 2007 XML", own, tmp_path / "own", tmp_path / "profile")
    for name, document in {**_samples(), "notice": extremes()[3]}.items():
        saved = tmp_path / "own" / f"{document.template.rpartition('/')[2]}.docx"
        made = fill(saved.read_bytes(), document)
        assert text_of_word(made) == text_of_word(word_of(document)), name
        theirs, ours = (docx.Document(io.BytesIO(d)).tables for d in (made, word_of(document)))
        assert [len(table.columns) for table in theirs] == [len(table.columns) for table in ours]
        for one, other in zip(theirs, ours, strict=True):
            for first, second in zip(one.columns, other.columns, strict=True):
                assert abs((first.width or 0) - (second.width or 0)) < Mm(2), name


def test_libreoffice_turns_every_word_file_into_pages(tmp_path: Path) -> None:
    documents = {**_samples(), **{f"extreme-{n}": d for n, d in enumerate(extremes())}}
    sources, pages = tmp_path / "word", tmp_path / "pdf"
    sources.mkdir()
    for name, document in documents.items():
        (sources / f"{name}.docx").write_bytes(word_of(document))
    libreoffice("pdf", sources, pages, tmp_path / "profile")
    counts = {}
    for name, document in documents.items():
        pdf = (pages / f"{name}.pdf").read_bytes()
        counts[name] = pages_in(pdf, tmp_path)
        if document.template != "print/notice":
            seen = characters(text_in(pdf, tmp_path))
            missing = characters(said(document)) - seen
            # A heading repeated on a second page is more, never less.
            assert not missing, (name, missing)
    assert {name: n for name, n in counts.items() if name.endswith("blank")} == {
        f"{kind}-blank": 1 for kind in KINDS
    }
    assert counts["plan"] == counts["plan-over"] == counts["receipts"] == 1
    assert counts["filing"] <= 2
    assert counts["extreme-0"] <= 5


# --- The command ----------------------------------------------------------------------------------


def test_the_command_prints_forms_of_a_week_that_breaks_its_cap(tmp_path: Path) -> None:
    (tmp_path / WEEK).mkdir(parents=True)
    (tmp_path / "config.yaml").write_text(CAPPED, encoding="utf-8")
    (tmp_path / WEEK / "数学.md").write_bytes(entry("数学", TOO_MUCH))
    (tmp_path / WEEK / "语文.md").write_bytes(entry("语文", BESIDE))
    arguments = ("print", "--what", "forms", "--week", "12", "--today", "2026-11-20", "--format")
    done = run_in(tmp_path, *arguments, "docx")
    assert done.returncode == 0, done.stderr
    assert "二次会商单 2 份" in done.stdout  # one filled, one blank
    folder = tmp_path / "print" / "2026-autumn" / "w12"
    found = sorted(folder.rglob("*.docx"))
    assert folder / "二次会商单" / "三年级1、2班-11月23日-第12周-二次会商单.docx" in found
    again = run_in(tmp_path, *arguments, "docx")
    assert f"写了 0 个，{len(found)} 个没有变化" in again.stdout


def test_what_cannot_be_read_stops_the_forms_and_nothing_else_is_told(tmp_path: Path) -> None:
    (tmp_path / WEEK).mkdir(parents=True)
    (tmp_path / "config.yaml").write_text(CAPPED, encoding="utf-8")
    (tmp_path / WEEK / "数学.md").write_bytes(entry("数学", TOO_MUCH.replace("40分钟", "90分钟")))
    (tmp_path / WEEK / "语文.md").write_bytes(entry("语文", "## 周一\n\n- 读一读\n"))
    done = run_in(tmp_path, "print", "--what", "forms", "--week", "12", "--today", "2026-11-20")
    assert done.returncode == 1
    assert "syntax.item" in done.stdout
    assert "cap." not in done.stdout
    assert not (tmp_path / "print").exists()


def test_a_schools_own_template_is_used_and_its_fault_is_told(tmp_path: Path) -> None:
    (tmp_path / WEEK).mkdir(parents=True)
    (tmp_path / "config.yaml").write_text(CAPPED, encoding="utf-8")
    (tmp_path / WEEK / "语文.md").write_bytes(entry("语文", BESIDE))
    own = tmp_path / "templates" / "print"
    own.mkdir(parents=True)
    made = docx.Document(io.BytesIO(templates()["print/form_receipts.docx"]))
    made.paragraphs[0].insert_paragraph_before("本校自用 {{ sheet.title }}")
    made.save(str(own / "form_receipts.docx"))
    arguments = ("print", "--what", "forms", "--week", "12", "--today", "2026-11-20")
    done = run_in(tmp_path, *arguments, "--format", "docx")
    assert done.returncode == 1
    assert "print/form_receipts.docx" in done.stderr
    assert "本校自用 {{ sheet.title }}" in done.stderr
    assert "没有的名字" in done.stderr
    made = docx.Document(io.BytesIO(templates()["print/form_receipts.docx"]))
    made.paragraphs[0].insert_paragraph_before("本校自用 {{ title }}")
    made.save(str(own / "form_receipts.docx"))
    done = run_in(tmp_path, *arguments, "--format", "docx")
    assert done.returncode == 0
    blank = tmp_path / "print/2026-autumn/w12/空白/回执统计表.docx"
    assert text_of_word(blank.read_bytes()).startswith("本校自用回执统计表")
