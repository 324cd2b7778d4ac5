"""Figures as Markdown in Chinese, for docs/performance.md, and the words about the machine."""

from __future__ import annotations

import os
import platform
import re
import statistics
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sjboard.edges.package import program

if TYPE_CHECKING:
    from bench.compare import Results

NAMES = {
    "hugo": "Hugo",
    "eleventy": "Eleventy",
    "pelican": "Pelican",
    "mkdocs": "MkDocs",
    "zensical": "Zensical",
}
CASES = {
    "cold": ("从头生成", 0.60),
    "friday": ("周五：在已有各周之上加最新一周", 0.09),
    "edit": ("改一份作业", 0.07),
    "template": ("改一个模板", None),
    "settle": ("什么都没改，紧接着从头生成之后的那一次", None),
    "nothing": ("什么都没改", 0.03),
    "check": ("只检查（check）", None),
    "print": ("打印最新一周（print，PDF）", None),
}
MEMORY_BAR = 0.25
SAVE_BARS = {"": 0.3, " long": 0.05}
LONG_BAR = 1.7


def machine() -> dict[str, str]:
    """Say on what kind of machine this runs: nothing that would name it."""
    processor, memory = platform.machine(), ""
    info = Path("/proc/cpuinfo")
    if info.exists():
        text = info.read_text("utf-8", "replace")
        named = re.search(r"model name\s*: (.*)", text)
        processor = named[1].strip() if named else processor
    if hasattr(os, "sysconf"):
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
        memory = f"{size:.0f} GiB"
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "processor": processor,
        "cores": str(os.cpu_count() or 1),
        "memory": memory,
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
        "program": program(),
        "load": load,
    }


def tables(found: Results) -> str:
    """Write the three tables: our cases, the generators, saving while serving."""
    size = found.size
    lines = [
        *_about(found),
        (
            f"学校：{size['classes']} 个班，{size['subjects']} 科，一学年 {2 * size['weeks']} 周，"
            f"共 {found.entries} 份作业。"
        ),
        "",
        *_cases(found),
        *_others(found),
        *_saves(found),
        *(f"没有量成：{name}。" for name in found.failed),
    ]
    return "\n".join(lines)


def _about(found: Results) -> list[str]:
    said = found.machine
    versions = "，".join(f"{NAMES[name]} {number}" for name, number in found.versions.items())
    loads = f"{said['load']}（开始）、{said.get('load at the end', said['load'])}（结束）"
    return [
        f"{said['day']} 测量；{said['processor']}，{said['cores']} 核，内存 {said['memory']}，"
        f"{said['system']}，Python {said['python']}，sjboard {said['program']}"
        + (f"，{versions}" if versions else "")
        + f"。机器上同时还有别的工作，一分钟平均负载 {loads}，所以请看比值，不要看秒数。",
        "",
    ]


def _cases(found: Results) -> list[str]:
    hugo = found.median("hugo cold")
    lines = [
        (
            "| 情形 | 用时 | CPU | 整个进程树的内存峰值 | 用时比 Hugo 从头生成 "
            "| 不得超过 | CPU 比 | 内存比 | 轮数 |"
        ),
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for label, years in (("", ""), (" long", f"（{found.years} 年的存档）")):
        for case, (name, bar) in CASES.items():
            one = found.median(f"ours {case}{label}")
            if one is None:
                continue
            cells = ["—"] * 3
            if hugo is not None:
                by = hugo if not label else found.median("hugo cold long") or hugo
                share = f"{one.peak / by.peak:.2f}" if one.peak and by.peak else "—"
                cells = [f"**{one.wall / by.wall:.3f}**", f"{one.cpu / by.cpu:.3f}", share]
            limit = f"{bar:.2f}" if bar and not label else "—"
            rounds = len(found.runs[f"ours {case}{label}"])
            lines.append(
                f"| {name}{years} | {one.wall:.2f} s | {one.cpu:.2f} s | {_mib(one.peak)} "
                f"| {cells[0]} | {limit} | {cells[1]} | {cells[2]} | {rounds} |"
            )
    lines += ["", *_missed(found)]
    short, long = found.median("ours friday"), found.median("ours friday long")
    if short is not None and long is not None:
        lines += [
            (
                f"周五在 {found.years} 年的存档上，比在一年的存档上："
                f"用时 **{long.wall / short.wall:.2f}** 倍，"
                f"CPU {long.cpu / short.cpu:.2f} 倍（不得超过 {LONG_BAR}）。"
            ),
            "",
        ]
    peaks = [peak for name, peak in found.peaks.items() if _is_build(name)]
    if peaks and hugo is not None and hugo.peak:
        lines += [
            (
                f"一年的学校里，生成时内存最多的一次是 {max(peaks):.0f} MiB，"
                f"是 Hugo 的 **{max(peaks) / hugo.peak:.2f}**（不得超过 {MEMORY_BAR}）。"
            ),
            "",
        ]
    return lines


def _missed(found: Results) -> list[str]:
    """Say which goals were not reached: nobody should have to look for them in the table."""
    hugo = found.median("hugo cold")
    missed = []
    for case, (name, bar) in CASES.items():
        one = found.median(f"ours {case}")
        if hugo and one and bar and one.wall / hugo.wall > bar:
            missed.append(name)
    return (
        [f"“不得超过”是我们给自己定的目标，还没有达到的：{'；'.join(missed)}。", ""]
        if missed
        else []
    )


def _mib(peak: float) -> str:
    return f"{peak:.0f} MiB" if peak else "—"


def _is_build(name: str) -> bool:
    who, case, *long = name.split()
    return who == "ours" and not long and case not in {"check", "print"}


def _others(found: Results) -> list[str]:
    hugo = found.median("hugo cold")
    lines = [
        (
            "| 生成器 | 从头生成 | CPU | 内存峰值 | 用时比 Hugo | 改一份以后再生成 | 比 Hugo "
            "| HTML 页数 | HTML 总量 | 全站总量 | 轮数 |"
        ),
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, (pages, html, whole) in found.sites.items():
        cold, again = found.median(f"{name} cold"), found.median(f"{name} edit")
        if cold is None:
            lines.append(f"| {NAMES.get(name, name)} | 没能生成 | | | | | | | | | |")
            continue
        ratio = f"{cold.wall / hugo.wall:.2f}" if hugo else "—"
        edited = f"{again.wall:.2f} s" if again else "—"
        edited_ratio = f"{again.wall / hugo.wall:.2f}" if again and hugo else "—"
        title = "sjboard" if name == "ours" else f"{NAMES[name]} {found.versions[name]}"
        lines.append(
            f"| {title} | {cold.wall:.2f} s | {cold.cpu:.2f} s | {_mib(cold.peak)} | {ratio} "
            f"| {edited} | {edited_ratio} | {pages} | {html / 1e6:.1f} MB | {whole / 1e6:.1f} MB "
            f"| {len(found.runs[f'{name} cold'])} |"
        )
    long = found.median("hugo cold long")
    if long is not None and hugo is not None:
        lines += [
            "",
            (
                f"Hugo 在 {found.years} 年的学校上：{long.wall:.2f} s，CPU {long.cpu:.2f} s"
                f"（一年的 {long.cpu / hugo.cpu:.1f} 倍），内存 {long.peak:.0f} MiB。"
            ),
        ]
    return [*lines, ""]


def _saves(found: Results) -> list[str]:
    if not found.saves:
        return []
    lines = [
        "| 边写边看：保存到新页面 | 中位数 | 最慢 | 进程内存 | 我们比它 | 不得超过 |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for label, years in (("", "一年"), (" long", f"{found.years} 年")):
        for whole, how in (("", "hugo server"), (" whole", "hugo server --disableFastRender")):
            mine = found.saves.get(f"sjboard{whole}{label}")
            theirs = found.saves.get(f"hugo{whole}{label}")
            for name, one in ((f"sjboard serve（同 {how} 轮流）", mine), (how, theirs)):
                if one is None:
                    continue
                middle = statistics.median(one[0])
                ratio, bar = "", ""
                if one is theirs and mine is not None:
                    ratio = f"**{statistics.median(mine[0]) / middle:.3f}**"
                    bar = f"{SAVE_BARS[label]:.2f}"
                lines.append(
                    f"| {name}，{years} | {middle * 1000:.0f} ms | {max(one[0]) * 1000:.0f} ms "
                    f"| {one[1]:.0f} MiB | {ratio} | {bar} |"
                )
    return [*lines, ""]


def growth_table(found: Results) -> str:
    """Write how cold builds grow with the archive."""
    lines = [
        *_about(found),
        "| 年数 | 作业 | HTML 页数 | HTML 总量 | 用时 | CPU | 每份作业的 CPU | 内存峰值 |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for years, one in found.growth.items():
        each = one["cpu"] / one["entries"] * 1000
        lines.append(
            f"| {years} | {one['entries']:.0f} | {one['pages']:.0f} | {one['html'] / 1e6:.0f} MB "
            f"| {one['wall']:.1f} s | {one['cpu']:.1f} s | {each:.2f} ms | {one['peak']:.0f} MiB |"
        )
    return "\n".join([*lines, ""])


def write_between(page: Path, name: str, text: str) -> None:
    """Put text between the page's marks of this name. Raises ``ValueError`` where they are missing."""
    whole = page.read_text(encoding="utf-8")
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, middle, rest = whole.partition(begin)
    _, found, after = rest.partition(end)
    if not middle or not found:
        raise ValueError(f"{page.name} has no marks for {name}")
    page.write_text(f"{before}{begin}\n\n{text}\n{end}{after}", encoding="utf-8", newline="\n")
