"""What `init` gives an editor: schemas that take the school as it is, snippets that `check` takes, and a
problem matcher that reads `check`'s own lines."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.running import run_in

WRONG = """\
---
学科: 数学
教师: 周明
年纪: 3
---

## 周一

- 练习册第 46 页：第 1 题 {书面 大约半小时}
- 抄写 {书面 50分钟}
- 再抄写 {书面 50分钟}

## 周八
"""
ENTRY = "content/2026-autumn/w12/g3/数学.md"


@pytest.fixture
def school(tmp_path: Path) -> Path:
    done = run_in(tmp_path, "init", "新 学校")
    assert (done.returncode, done.stderr) == (0, "")
    return tmp_path / "新 学校"


def vscode(school: Path, name: str) -> Any:
    return json.loads((school / ".vscode" / name).read_text(encoding="utf-8"))


def lines_of(front: str) -> Any:
    """YAML with its own types, dates as text: what an editor's checker sees."""
    return json.loads(json.dumps(yaml.safe_load(front), default=str))


def test_the_schemas_are_the_programs_and_take_what_init_wrote(school: Path) -> None:
    for document in ("entry", "config", "policy"):
        written = (school / ".vscode" / "schemas" / f"{document}.json").read_text(encoding="utf-8")
        assert written == run_in(school, "schema", document).stdout
    for name in vscode(school, "settings.json")["yaml.schemas"]:
        assert (school / name).is_file()
    config = lines_of((school / "config.yaml").read_text(encoding="utf-8"))
    checker = Draft202012Validator(vscode(school, "schemas/config.json"))
    assert [error.message for error in checker.iter_errors(config)] == []
    checker = Draft202012Validator(vscode(school, "schemas/entry.json"))
    entries = sorted((school / "content" / "2026-autumn").rglob("*.md"))
    assert entries
    for path in entries:
        front = path.read_text(encoding="utf-8").split("---\n")[1]
        assert [error.message for error in checker.iter_errors(lines_of(front))] == []


def test_a_folder_that_an_editor_has_opened_is_left_alone(tmp_path: Path) -> None:
    settings = tmp_path / "学校" / ".vscode" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text("{}", encoding="utf-8")
    assert run_in(tmp_path, "init", "学校").returncode == 2
    assert [p.name for p in (tmp_path / "学校").rglob("*") if p.is_file()] == ["settings.json"]
    assert settings.read_text(encoding="utf-8") == "{}"


def typed(body: list[str], choice: int) -> str:
    """What a snippet leaves when somebody goes through it and takes what it proposes."""
    text = "\n".join(body)
    text = re.sub(
        r"\$\{\d+\|([^|]*)\|\}", lambda m: m[1].split(",")[choice % len(m[1].split(","))], text
    )
    text = re.sub(r"\$\{\d+:([^}]*)\}", lambda m: m[1], text)
    text = text.replace("$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE", "2026-11-20")
    text = text.replace("$0", "")
    assert "$" not in text
    return text


@pytest.mark.parametrize("choice", range(0, 12, 4))
def test_every_snippet_is_what_check_takes(school: Path, choice: int) -> None:
    week = school / "content" / "2026-autumn" / "w13"
    for name, snippet in vscode(school, "sjboard.code-snippets").items():
        text = typed(snippet["body"], choice)
        if name == "告家长书":
            path = school / "content" / "letters" / "一封信.md"
        else:
            path = week / "g5" / f"{name}.md"
        if not text.startswith("---"):
            day = "" if text.startswith("## ") else "## 周二\n\n"
            text = f"---\n学科: 英语\n教师: 王老师\n---\n\n{day}{text}"
        if name != "作业单":  # one a class and subject: each alone
            for other in week.rglob("*.md"):
                other.unlink()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        done = run_in(school, "check", str(path.relative_to(school)), "--format", "json")
        found = json.loads(done.stdout)["findings"]
        assert [f for f in found if f["rule"].split(".")[0] not in {"cap", "coverage"}] == [], name
        assert not found or choice, name  # what it proposes first is within every limit


def problems(school: Path, output: str) -> list[tuple[str, int, int, str, str, str]]:
    """Read a report as VS Code does, by the matchers of the task that checks."""
    tasks = {task["label"]: task for task in vscode(school, "tasks.json")["tasks"]}
    matchers = tasks["检查全部"]["problemMatcher"]
    found = []
    for line in output.split("\n"):
        for matcher in matchers:
            pattern = matcher["pattern"]
            match = re.match(pattern["regexp"], line)
            if match:
                file, row, column, rule, message = (
                    match[pattern[part]] for part in ("file", "line", "column", "code", "message")
                )
                found.append((file, int(row), int(column), matcher["severity"], rule, message))
    return found


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_the_matcher_reads_every_finding_and_nothing_else(school: Path, language: str) -> None:
    config = (school / "config.yaml").read_text(encoding="utf-8")
    config = config.replace("language: zh-Hans", f"language: {language}")
    more = "waivers:\n  - {rule: cap.mine, reason: 试验, by: 教导处, until: 2026-12-31}\n"
    limit = "limits: [{id: mine, grades: 1, minutes: 0, kinds: all, days: any, per: day}]"
    config = config.replace("floor: [cn-2021]}", f"floor: [cn-2021], {limit}}}")
    (school / "config.yaml").write_text(config + more, encoding="utf-8", newline="\n")
    (school / ENTRY).write_text(WRONG, encoding="utf-8", newline="\n")
    odd = school / "content/2026-autumn/w12/g3/周明 12(3)的 作业，改.md"
    odd.write_text(WRONG, encoding="utf-8", newline="\n")
    uneven = "---\n学科: 英语\n教师: 王老师\n---\n\n## 周一\n\n- 读 {朗读 5分钟 提高}\n"
    (school / "content/2026-autumn/w12/g3/英语.md").write_text(uneven, encoding="utf-8")
    told = json.loads(run_in(school, "check", "--format", "json").stdout)["findings"]
    severities = {"error": "error", "warning": "warning", "note": "info"}
    expected = [
        (
            f["file"],
            f["line"],
            f["column"],
            severities[f["severity"]],
            f["rule"],
            f["message"].strip(),
        )
        for f in told
    ]
    assert {f[3] for f in expected} == {"error", "warning", "info"}
    assert len({f[0] for f in expected}) > 2
    found = problems(school, run_in(school, "check").stdout)
    assert found == expected


def test_every_task_runs(school: Path) -> None:
    for task in vscode(school, "tasks.json")["tasks"]:
        assert task["windows"] == {"command": "py", "args": ["-m", "sjboard", *task["args"]]}
        if task.get("isBackground"):
            continue  # tests/serve runs this one
        arguments = [argument.replace("${relativeFile}", ENTRY) for argument in task["args"]]
        assert run_in(school, *arguments, "--today", "2026-11-18").returncode == 0, task["label"]
