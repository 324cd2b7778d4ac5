"""Words that are spoken of, not asked for: a text's title, a saying, what a class meeting is about.

Knows quotation marks. A pair of them alone excuses nothing, or 完成“打卡” would be a way round every
rule; only what stands beside them, or book-title marks, tells that the words are a name.
"""

from __future__ import annotations

from sjboard.patterns import regex

_TITLE = regex(r"《[^《》\n]*》|〈[^〈〉\n]*〉")
_QUOTED = regex(r"“[^“”\n]*”|‘[^‘’\n]*’|「[^「」\n]*」|『[^『』\n]*』|\"[^\"\n]*\"|'[^'\n]*'")
_BEFORE = regex(
    r"(?:题为|题目[是为:]|主题[是为:]|话题[是为:]|围绕|讨论|辩论|辩题[是为:]|谈谈|说说|聊聊|俗话说[,:]?"
    r"|什么叫|什么是|标语|口号|词语|谚语|成语|一则)$"
)
_AFTER = regex(
    r"(?:的|这|那|一|个|句|则|篇|幅|场|次|节|堂|期)*"
    r"(?:主题|班会|队会|话题|为题|标语|口号|倡议|海报|手抄报|黑板报|讨论|辩论|演讲|宣讲|漫画|小品|故事|短文|文章"
    r"|课文|绘本|童话|新闻|现象|说法|做法|话|词|意思|看法|规定|通知)"
)


def mentions(text: str) -> tuple[tuple[int, int], ...]:
    """Find what is only spoken of: the stretches between the marks."""
    found = [match.span() for match in _TITLE.finditer(text)]
    for match in _QUOTED.finditer(text):
        before = text[max(0, match.start() - 8) : match.start()]
        if _BEFORE.search(before) or _AFTER.match(text, match.end()):
            found.append(match.span())
    return tuple((start + 1, end - 1) for start, end in found)
