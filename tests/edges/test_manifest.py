"""The list of our files: which paths may stand in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sjboard.edges.manifest import inside


@given(st.text("a1_-./\\:中 \n", max_size=8))
def test_a_path_stays_inside_or_it_is_none_of_ours(path: str) -> None:
    parts = path.split("/")
    leads_out = any(part in ("", ".", "..") for part in parts) or "\\" in path or ":" in path
    assert inside(path) is not leads_out
