"""Which of a machine's fonts are used, and in what order."""

from __future__ import annotations

import pytest

from sjboard.edges.paper.fonts import NoChineseFont, choose

WINDOWS = ["Arial", "DengXian", "FangSong", "KaiTi", "Microsoft YaHei", "SimHei", "SimSun"]
DEBIAN = [f"Noto {kind} CJK {place}" for kind in ("Sans", "Serif") for place in ("JP", "SC", "TC")]
MAC = ["Helvetica", "Kaiti SC", "PingFang SC", "PingFang TC", "STFangsong", "Songti SC"]


def test_windows_has_every_face() -> None:
    faces, own = choose("zh-Hans", WINDOWS)
    assert {role: families[0] for role, families in faces.items()} == {
        "hei": "Microsoft YaHei",
        "song": "SimSun",
        "kai": "KaiTi",
        "fang": "FangSong",
        "title": "SimSun",
    }
    assert own == {"hei", "song", "kai", "fang"}
    assert "Arial" not in faces["hei"]


def test_debian_stands_in_with_serif_and_keeps_rare_characters_in_reach() -> None:
    faces, own = choose("zh-Hans", DEBIAN)
    assert faces["fang"][0] == faces["kai"][0] == faces["title"][0] == "Noto Serif CJK SC"
    assert faces["hei"] == (
        "Noto Sans CJK SC",
        "Noto Sans CJK TC",
        "Noto Serif CJK SC",
        "Noto Serif CJK TC",
    )
    assert own == {"hei", "song"}


def test_a_mac_and_another_script() -> None:
    assert choose("zh-Hans", MAC)[0]["fang"][0] == "STFangsong"
    assert choose("zh-Hant", MAC)[0]["hei"][0] == "PingFang TC"
    assert choose("zh-Hant", DEBIAN)[0]["song"][0] == "Noto Serif CJK TC"
    assert choose("en", DEBIAN)[0]["hei"][0] == "Noto Sans CJK SC"


def test_names_are_read_whatever_their_case() -> None:
    assert choose("zh-Hans", ["SIMSUN"])[0]["hei"] == ("SIMSUN",)


def test_no_chinese_font_at_all() -> None:
    with pytest.raises(NoChineseFont):
        choose("zh-Hans", ["Arial", "DejaVu Sans", "Noto Sans CJK JP"])
