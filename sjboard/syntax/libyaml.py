"""YAML of any form, read by libyaml's events; ``yaml.compose`` says what is found.

Imported only for a document that is not of the plain form, which hardly any entry is.
"""

from __future__ import annotations

from typing import Any

import yaml

from sjboard.diagnostics import Diagnostic, Span, finding
from sjboard.records import dataclass
from sjboard.syntax.yaml import Bounds, Document, Path

_ONE_LINE = dict.fromkeys((0x85, 0x2028, 0x2029), " ")
"""Line ends to YAML, but to no editor: places would be off by a line from there on."""


class _Refused(Exception):  # noqa: N818 - it carries a finding, and never leaves this module
    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.words)
        self.diagnostic = diagnostic


def compose_any(
    text: str, file: str, rule: str, *, first_line: int = 1, bounds: Bounds | None = None
) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """``compose`` by libyaml, whatever the document's form."""
    reader = _Reader(file, rule, first_line, bounds or Bounds())
    try:
        data = reader.read(text.translate(_ONE_LINE))
    except _Refused as refused:
        return None, (*reader.findings, refused.diagnostic)
    except yaml.YAMLError as error:
        return None, (*reader.findings, _yaml_fault(error, text, file, rule, first_line))
    document = Document(data, reader.values, reader.keys, Span(file, first_line, 1))
    return (None if reader.findings else document), tuple(reader.findings)


def _yaml_fault(
    error: yaml.YAMLError, text: str, file: str, rule: str, first_line: int
) -> Diagnostic:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", None) or "")
    if "end of stream" in problem:  # a quotation mark that is never closed: say where it is opened
        mark = getattr(error, "context_mark", None) or mark
    if mark is None:
        return finding(rule, Span(file, first_line), "yaml", problem=problem)
    lines = text.split("\n")
    number, column = mark.line, mark.column
    if not "".join(lines[number:]).strip():  # at the end: a bracket that is never closed
        opened = getattr(error, "context_mark", None)
        if opened is not None and opened.line < number:
            number, column = opened.line, opened.column
        else:
            number = max((n for n, line in enumerate(lines) if line.strip()), default=0)
            column = len(lines[number])
    variant = "tab" if lines[number][column : column + 1] == "\t" else "yaml"
    return finding(rule, Span(file, first_line + number, column + 1), variant, problem=problem)


@dataclass(slots=True)
class _Frame:
    """A mapping or list being filled; ``key`` is the key that waits for its value."""

    container: Any
    path: Path
    key: str | None = None


class _Reader:
    """Builds data from events without recursion: libyaml's own composer overflows on `[[[[…`."""

    def __init__(self, file: str, rule: str, first_line: int, bounds: Bounds) -> None:
        self.file = file
        self.rule = rule
        self.first_line = first_line
        self.bounds = bounds
        self.end = (0, 0)
        """The text's last line, and how long it is."""
        self.values: dict[Path, Span] = {}
        self.keys: dict[Path, Span] = {}
        self.findings: list[Diagnostic] = []

    def span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        if (
            start.line > self.end[0]
        ):  # a value left out at the end: libyaml sees it a line further down
            return Span(self.file, self.first_line + self.end[0], self.end[1] + 1)
        last = end.column + 1 if end.line == start.line else start.column + 1
        return Span(self.file, self.first_line + start.line, start.column + 1, last)

    def refuse(self, event: Any, variant: str, limit: int = 0) -> _Refused:
        return _Refused(finding(self.rule, self.span(event), variant, limit=limit))

    def guard(self, event: Any) -> None:
        if getattr(event, "anchor", None) is not None:
            raise self.refuse(event, "anchor")
        if getattr(event, "tag", None) is not None:
            raise self.refuse(event, "tag")
        if isinstance(event, yaml.ScalarEvent) and len(event.value) > self.bounds.scalar:
            raise self.refuse(event, "scalar", limit=self.bounds.scalar)

    def read(self, text: str) -> Any:
        self.end = (text.count("\n"), len(text.rpartition("\n")[2]))
        top: Any = None
        stack: list[_Frame] = []
        nodes = documents = 0
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self.refuse(event, "documents")
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                stack.pop()
            elif isinstance(event, yaml.NodeEvent):
                nodes += 1
                if nodes > self.bounds.nodes:
                    raise self.refuse(event, "nodes", limit=self.bounds.nodes)
                self.guard(event)
                frame = stack[-1] if stack else None
                if frame and isinstance(frame.container, dict) and frame.key is None:
                    self.take_key(event, frame)
                    continue
                value, path = self.take_value(event, frame)
                if frame is None:
                    top = value
                if isinstance(value, (dict, list)):
                    if len(stack) >= self.bounds.depth:
                        raise self.refuse(event, "depth", limit=self.bounds.depth)
                    stack.append(_Frame(value, path))
        return top

    def take_key(self, event: Any, frame: _Frame) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            raise self.refuse(event, "key")
        if event.value == "<<" and event.style not in ("'", '"'):
            raise self.refuse(event, "merge")
        path = (*frame.path, event.value)
        frame.key = event.value
        if path in self.keys:
            first = self.keys[path]
            frame.key = f"{event.value}\0{len(self.findings)}"  # what is in it is not doubled too
            self.findings.append(
                finding(
                    self.rule,
                    self.span(event),
                    "doubled",
                    key=event.value,
                    line=first.line,
                    related=[first],
                )
            )
        self.keys.setdefault(path, self.span(event))

    def take_value(self, event: Any, frame: _Frame | None) -> tuple[Any, Path]:
        value: Any
        if isinstance(event, yaml.AliasEvent):
            raise self.refuse(event, "anchor")
        if isinstance(event, yaml.MappingStartEvent):
            value = {}
        elif isinstance(event, yaml.SequenceStartEvent):
            value = []
        else:
            value = event.value
        path: Path = ()
        if frame is not None and isinstance(frame.container, dict):
            assert frame.key is not None  # noqa: S101 - a mapping's value follows its key
            path = (*frame.path, frame.key)
            frame.container[frame.key] = value
            frame.key = None
        elif frame is not None:
            path = (*frame.path, len(frame.container))
            frame.container.append(value)
        self.values[path] = self.span(event)
        return value, path
