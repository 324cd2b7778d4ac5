"""The guide's web.config, as far as it can be judged without IIS: whole XML, known names, our headers."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from sjboard.edges.serve.app import TYPES
from sjboard.edges.serve.guard import HEADERS
from tests.readers.web_server import from_the_guide

KNOWN = {
    "configuration": "location system.webServer",
    "location": "system.webServer",
    "system.webServer": (
        "defaultDocument directoryBrowse staticContent urlCompression httpErrors security httpProtocol"
    ),
    "defaultDocument": "files",
    "files": "clear add",
    "staticContent": "remove mimeMap clientCache",
    "httpErrors": "remove error",
    "security": "requestFiltering",
    "requestFiltering": "verbs denyUrlSequences hiddenSegments",
    "verbs": "add",
    "denyUrlSequences": "add",
    "hiddenSegments": "add",
    "httpProtocol": "customHeaders",
    "customHeaders": "remove add",
}
"""Which elements may stand in which, by IIS's own schema (IIS_schema.xml), as far as the guide uses them."""
ATTRIBUTES = {
    "mimeMap": {"fileExtension", "mimeType"},
    "clientCache": {"cacheControlMode", "cacheControlMaxAge"},
    "error": {"statusCode", "path", "responseMode"},
    "httpErrors": {"errorMode"},
    "urlCompression": {"doStaticCompression"},
    "directoryBrowse": {"enabled"},
    "defaultDocument": {"enabled"},
    "verbs": {"allowUnlisted"},
    "location": {"path"},
}


@pytest.fixture(scope="module")
def settings() -> ET.Element:
    return ET.fromstring(from_the_guide("xml").encode("utf-8"))  # noqa: S314 - our own guide's


def test_every_element_is_one_that_iis_knows_there(settings: ET.Element) -> None:
    assert settings.tag == "configuration"
    for parent in settings.iter():
        for child in parent:
            assert child.tag in KNOWN.get(parent.tag, "").split(), (parent.tag, child.tag)
            if child.tag in ATTRIBUTES:
                assert set(child.attrib) <= ATTRIBUTES[child.tag], child.tag


def test_its_headers_and_types_are_those_of_our_own_server(settings: ET.Element) -> None:
    written = {
        h.attrib["name"]: h.attrib["value"] for h in settings.iterfind(".//customHeaders/add")
    }
    assert written == {name: value for name, value in HEADERS.items() if name != "Cache-Control"}
    kinds = {m.attrib["fileExtension"][1:]: m.attrib["mimeType"] for m in settings.iter("mimeMap")}
    assert kinds.keys() >= {"html", "css", "js", "json", "xml", "ics", "svg", "woff2"}
    assert kinds == {ending: TYPES[ending] for ending in kinds}


def test_what_is_written_twice_would_stop_iis(settings: ET.Element) -> None:
    """A name that the server's own settings have already has to be removed before it is added."""
    (types,) = settings.iterfind("./system.webServer/staticContent")
    removed = {one.attrib["fileExtension"] for one in types.iter("remove")}
    mapped = [one.attrib["fileExtension"] for one in types.iter("mimeMap")]
    assert set(mapped) <= removed
    assert len(mapped) == len(set(mapped))
    hidden = [one.attrib["segment"] for one in settings.iterfind(".//hiddenSegments/add")]
    assert not {"web.config", "bin", "App_Data"} & set(
        hidden
    )  # hidden by default: twice is an error
