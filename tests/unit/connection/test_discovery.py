"""Pages of Global Search, with which instances are discovered."""

from __future__ import annotations

import json

import pytest

from qrt_facade._connection.discovery import read_page
from qrt_facade.errors import UnexpectedResponseError

CRN = "crn:v1:bluemix:public:quantum-computing:us-east:a/0123:4567::"


def test_search_results_without_an_instance_are_skipped() -> None:
    items = [{"crn": CRN, "name": "mine", "tags": ["a", 5]}, {"name": "no crn"}, "text", {"crn": "crn:v1"}]
    found, cursor = read_page(json.dumps({"items": items, "search_cursor": "next"}).encode())
    assert [(one.crn, one.name, one.region) for one in found] == [
        (CRN, "mine", "us-east"),
        ("crn:v1", None, None),
    ]
    assert cursor == "next"


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"{}", b'{"items": {}}', b"[" * 100_000])
def test_an_invalid_page_is_unexpected(body: bytes) -> None:
    with pytest.raises(UnexpectedResponseError, match="no list of items"):
        read_page(body)
