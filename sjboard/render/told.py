"""What goes wrong in a template, said in the school's language.

Knows Jinja's exceptions, which speak English to programmers. Does not know where the fault stands.
"""

from __future__ import annotations

import re

import jinja2
import jinja2.exceptions

from sjboard.locale import Words
from sjboard.render.allowance import Overdone

_UNDEFINED = re.compile(r"'(?P<name>[^']+)' is undefined")
_NO_PART = re.compile(r"(?:'.+'|.+) has no (?:attribute|element) (?P<name>.+)")
_NO_FILTER = re.compile(r"No (?:filter|test) named '(?P<name>[^']+)'")
_OPEN = re.compile(r"Unexpected end of template")
_TAG = re.compile(r"(?:Encountered u|U)nknown tag '(?P<name>[^']+)'")


def told(error: Exception, words: Words) -> str:
    """Say what is wrong, in a clause without a full stop; with Jinja's own words where ours fall short."""
    if isinstance(error, MemoryError):
        error = Overdone("template.value")
    if isinstance(error, Overdone):
        return words(error.key, **error.given)
    said = str(error.message if isinstance(error, jinja2.TemplateError) else error)
    if isinstance(error, jinja2.TemplateNotFound):
        return words("template.missing", name=error.name)
    if isinstance(error, RecursionError):
        return words("template.endless")
    if isinstance(error, KeyError):
        said = str(error.args[0]) if error.args else ""
        return words("template.no-word", name=said)
    for pattern, key in (
        (_UNDEFINED, "template.undefined"),
        (_NO_PART, "template.no-part"),
        (_NO_FILTER, "template.no-filter"),
        (_TAG, "template.unknown-tag"),
        (_OPEN, "template.open"),
    ):
        match = pattern.match(said)
        if match:
            name = match.groupdict().get("name") or ""
            return words(key, name=name.strip("'"))
    reason = said or type(error).__name__
    syntax = isinstance(error, jinja2.TemplateSyntaxError)
    return words("template.syntax" if syntax else "template.other", reason=reason)
