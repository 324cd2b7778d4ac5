"""Letters as documents: one for everyone, one a class, or one a class with a copy for every pupil.

Knows what stands on a letter's sheet and on its receipt, and how official headings are numbered. Does not
know measures or faces: the templates ``print/letter_official`` and ``print/letter_everyday`` do.

A template's data: ``title``, ``language``, ``longest`` (the number of the copy that needs most room) and
``copies``, each with ``whom`` (class and pupil, for handing out; "" where it is for nobody in particular),
``title`` (runs), ``addressee`` (runs, [] for none), ``body`` (blocks), ``sender`` (runs), ``date``,
``before_sender`` and ``before_date`` (blanks that put them in their places, for Word), ``qr`` (a name in the
files, or ""), ``qr_alt``, ``scan`` and ``receipt`` (None, or as ``_receipt`` makes it).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from unicodedata import east_asian_width

from sjboard.model import HEAD_TEACHER, PUPIL, ClassId
from sjboard.render.paper.blocks import Block, Run, blocks, inline, text_of
from sjboard.render.paper.document import Document, file_name
from sjboard.render.paper.mailing import Mailing, Pupil
from sjboard.render.paper.pictures import named
from sjboard.render.qr import qr_png, qr_svg
from sjboard.views.site import LetterView

OFFICIAL = "official"

_LINE = 28
"""Characters in a line of an official letter."""

_GAP: Run = {"text": "\u3000" * 4, "under": True}
"""Four characters' room for a name that is written in by hand."""
_NOBODY = Pupil("")
_SLOT = re.compile(f"([{PUPIL}{HEAD_TEACHER}])")
_CHOICES = re.compile("[□☐○]")
"""A question with boxes to tick needs no line to write on."""

_HAN = "一二三四五六七八九十"
_NUMBERED = {
    1: re.compile(rf"[{_HAN}百]+[、.．]"),
    2: re.compile(rf"[(（][{_HAN}百]+[)）]"),
    3: re.compile(r"\d+[.．、]"),
}
"""How a heading begins that its writer numbered already, by level (GB/T 9704—2012, 7.3.3)."""


def letters(mailing: Mailing) -> tuple[Document, ...]:
    """Make the documents of a mailing, in its order; no two of one name."""
    names = named(mailing.pictures)
    desk = _Desk(mailing, names)
    made = [desk.document(letter, None, ()) for letter in mailing.everyone]
    for mail in mailing.classes:
        made += [desk.document(letter, mail.class_id, mail.pupils) for letter in mail.letters]
    return tuple(made)


class _Desk:
    """Where letters are copied: knows which names are taken."""

    def __init__(self, mailing: Mailing, pictures: Mapping[str, str]) -> None:
        self.site = mailing.site
        self.word = mailing.word
        self.words = mailing.words
        self.bytes = mailing.pictures
        self.pictures = pictures
        self.taken: set[str] = set()

    def document(
        self, letter: LetterView, class_id: ClassId | None, pupils: Sequence[Pupil]
    ) -> Document:
        body = blocks(letter.body.html, self.pictures)
        if letter.style == OFFICIAL:
            body = numbered(body)
        addressee, body = _addressee(body)
        who = "" if class_id is None else self.class_name(class_id)
        shown = {
            name: self.bytes[path] for path, name in self.pictures.items() if name in _shown(body)
        }
        draw, called = (qr_png, "qr.png") if self.word else (qr_svg, "qr.svg")
        code = draw(self.site.url + letter.code_route) if letter.qr else b""
        title = _plain(letter.title)
        naming = [bool(_SLOT.search(text_of([block]))) for block in body]
        copies = [
            {
                "whom": " ".join(filter(None, (who, pupil.name, pupil.number)))
                if pupil.name
                else "",
                "title": _filled_runs(inline(letter.title), pupil),
                "addressee": _filled_runs(addressee, pupil),
                # Copies share what names nobody: a thousand of them weigh little more than one.
                "body": [
                    _filled(block, pupil) if named else block
                    for block, named in zip(body, naming, strict=True)
                ],
                "sender": _filled_runs(inline(letter.sender), pupil),
                **_before_signature(letter.sender, self.words.date(letter.date)),
                "date": self.words.date(letter.date),
                "qr": called if code else "",
                "qr_alt": self.words("board.qr-alt", name=self.class_name(letter.board))
                if letter.board
                else self.words("letter.qr-alt"),
                "scan": self.words("letter.scan-board" if letter.board else "letter.scan"),
                "receipt": self._receipt(letter, title, who, pupil),
            }
            for pupil in pupils or (_NOBODY,)
        ]
        return Document(
            name=self._name(letter, title, who, each=bool(pupils)),
            template=f"print/letter_{letter.style}",
            data={
                "title": title,
                "language": self.site.language,
                "copies": copies,
                "longest": max(range(len(copies)), key=lambda n: len(str(copies[n]))),
            },
            files={**shown, **({called: code} if code else {})},
            dated=letter.date,
        )

    def class_name(self, class_id: ClassId) -> str:
        grade = self.words(f"grade.{class_id.grade}")
        return self.words("class.name", grade=grade, number=class_id.number)

    def _name(self, letter: LetterView, title: str, who: str, *, each: bool) -> str:
        """Name a file; two letters of one title are told apart by their addresses' last part."""
        key = "letter.copies" if each else "letter.copy"
        slug = letter.route.split("/")[1]
        for called in (title, f"{slug}-{title}"):
            name = file_name(self.words(key, who=who, title=called) if who else called)
            if name not in self.taken:
                break
        self.taken.add(name)
        return name

    def _receipt(
        self, letter: LetterView, title: str, who: str, pupil: Pupil
    ) -> dict[str, object] | None:
        """What stands under the cut line. ``rows`` are lines of blanks: a label, and what is filled in."""
        slip, words = letter.receipt, self.words
        if slip is None:
            return None
        number = [(words("receipt.number"), pupil.number)] if pupil.number else []
        about = [(words("receipt.class"), who), (words("receipt.pupil"), pupil.name), *number]
        return {
            "cut": words("receipt.cut"),
            "title": words("receipt.title"),
            "read": inline(words("receipt.read", title=title)),
            "about": [{"label": label, "value": value} for label, value in about],
            "fields": [
                {
                    "runs": _filled_runs(inline(field), pupil),
                    "blank": not _CHOICES.search(field),
                }
                for field in slip.fields
            ],
            "signed": [
                {"label": words(f"receipt.{key}"), "value": ""}
                for key in ("signature", "phone", "date")
            ],
            "return": _filled_runs(inline(self._return(letter)), pupil),
        }

    def _return(self, letter: LetterView) -> str:
        slip, words = letter.receipt, self.words
        if slip is None or not (slip.return_by or slip.to):
            return ""
        if slip.return_by is None:
            return words("receipt.to", to=slip.to)
        day = words.date(slip.return_by)
        if not slip.to:
            return words("receipt.return", date=day)
        return words("receipt.return-to", date=day, to=slip.to)


# --- The body -----------------------------------------------------------------------------------


def numbered(body: Sequence[Block]) -> list[Block]:
    """Number headings as official letters do: 一、 （一） 1.

    A level whose headings are numbered already, one of them at least, or that has a single heading, stays
    as it was written. Levels are closed up: under a heading of level 1 comes one of level 2.
    """
    closed = list(_closed_up(body))
    levels: dict[int, list[str]] = {}
    for block in closed:
        if block["block"] == "heading":
            levels.setdefault(block["level"], []).append(_said(block["runs"]))
    ours = {
        level
        for level, texts in levels.items()
        if len(texts) > 1 and not any(_NUMBERED[level].match(text) for text in texts)
    }
    counts = [0, 0, 0, 0]
    done: list[Block] = []
    for block in closed:
        if block["block"] == "heading":
            level = block["level"]
            counts[level] += 1
            counts[level + 1 :] = [0] * (3 - level)
            if level in ours:
                number = {"text": _number(level, counts[level])}
                done.append({**block, "runs": [number, *block["runs"]]})
                continue
        done.append(block)
    return done


def _closed_up(body: Iterable[Block]) -> Iterator[Block]:
    last = 0
    for block in body:
        if block["block"] == "heading":
            last = min(block["level"], last + 1, 3)
            yield {**block, "level": last}
        else:
            yield block


def _number(level: int, number: int) -> str:
    if level == 3:
        return f"{number}. "
    return f"{_han(number)}、" if level == 1 else f"（{_han(number)}）"


def _han(number: int) -> str:
    """Write 1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    ten = ("" if tens < 2 else _HAN[tens - 1]) + ("十" if tens else "")
    return ten + (_HAN[ones - 1] if ones else "")


def _addressee(body: Sequence[Block]) -> tuple[list[Run], list[Block]]:
    """Take the first paragraph off where it is the addressee: short, and ending in a colon."""
    first = body[0] if body else {}
    runs: list[Run] = first.get("runs", []) if first.get("block") == "paragraph" else []
    said = _said(runs)
    if not said.endswith((":", "：")) or len(said) > 40 or not runs or "text" not in runs[-1]:
        return [], list(body)
    last = {**runs[-1], "text": runs[-1]["text"][:-1] + "："}
    return [*runs[:-1], last], list(body[1:])


def _said(runs: Iterable[Run]) -> str:
    return "".join(run.get("text", "") for run in runs)


def _before_signature(sender: str, date: str) -> dict[str, str]:
    """Blanks that bring an official signature to its place, for Word: 28 characters make a line.

    The name ends two characters from the right, the date begins two after the name's first; where the
    date is the longer, it is the date that ends there (GB/T 9704—2012, 7.3.5.3).
    """
    name, day = _width(sender), _width(date)
    start = _LINE - 4 - day if day > name else _LINE - 2 - name
    return {"before_sender": _blanks(start), "before_date": _blanks(start + 2)}


def _width(text: str) -> float:
    """How many characters wide a text is: a letter or digit is half a one."""
    return sum(1 if east_asian_width(c) in ("W", "F", "A") else 0.5 for c in text)


def _blanks(width: float) -> str:
    return "\u3000" * int(max(width, 0)) + ("\u2002" if width % 1 else "")


def _shown(content: Any) -> set[str]:
    """Find the pictures that blocks show, however deep."""
    if isinstance(content, list):
        return {name for part in content for name in _shown(part)}
    if not isinstance(content, dict):
        return set()
    own = {content[key] for key in ("file", "image") if key in content}
    return own.union(*(_shown(part) for part in content.values()))


# --- Names --------------------------------------------------------------------------------------


def _filled(content: Any, pupil: Pupil) -> Any:
    """Put the names into blocks, or room for them; every list of runs is done."""
    if isinstance(content, dict):
        return {key: _filled(value, pupil) for key, value in content.items()}
    if not isinstance(content, list):
        return content
    if any(isinstance(part, dict) and "text" in part for part in content):
        return _filled_runs(content, pupil)
    return [_filled(part, pupil) for part in content]


def _filled_runs(runs: Iterable[Run], pupil: Pupil) -> list[Run]:
    names = {PUPIL: pupil.name, HEAD_TEACHER: pupil.head_teacher}
    filled: list[Run] = []
    for run in runs:
        if not _SLOT.search(run.get("text", "")):
            filled.append(run)
            continue
        for part in filter(None, _SLOT.split(run["text"])):
            if part not in names:
                filled.append({**run, "text": part})
            elif names[part]:
                filled.append({**run, "text": names[part]})
            else:
                filled.append(dict(_GAP))
    return filled


def _plain(text: str) -> str:
    """A title for file names and properties, which name nobody."""
    return _SLOT.sub("", text)
