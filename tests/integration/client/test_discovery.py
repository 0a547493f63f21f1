from __future__ import annotations

import json

import pytest
from support.scripted import API_KEY, INSTANCE, OTHER_INSTANCE, ScriptedServer, Seen, reply
from support.worlds import settled, type_of_client

from qrt_facade import UnexpectedResponseError


def pages(request: Seen) -> bytes:
    """Two pages of Global Search, linked by a cursor."""
    cursor = json.loads(request.body).get("search_cursor")
    crn, name, plan = (INSTANCE, "mine", "plan-a") if cursor is None else (OTHER_INSTANCE, "theirs", "plan-b")
    item = {
        "crn": crn,
        "name": name,
        "service_plan_unique_id": plan,
        "tags": ["x"],
        "doc": {"extensions": {}},
    }
    return reply({"items": [item], "limit": 100, **({"search_cursor": "2"} if cursor is None else {})})


@pytest.mark.parametrize("world", ["sync", "asyncio"])
def test_discovery_reads_all_pages_and_filters_by_name_and_plan(world: str) -> None:
    import anyio

    async def search() -> None:
        client = type_of_client[world]
        where = {"api_key": API_KEY, "search_url": server.url, "iam_url": server.url}
        found = await settled(client.discover_instances(**where))
        assert [(instance.crn, instance.name, instance.region) for instance in found] == [
            (INSTANCE, "mine", "us-east"),
            (OTHER_INSTANCE, "theirs", "us-east"),
        ]
        assert [i.name for i in await settled(client.discover_instances(**where, name="theirs"))] == [
            "theirs"
        ]
        assert [i.name for i in await settled(client.discover_instances(**where, plan_id="plan-a"))] == [
            "mine"
        ]
        assert await settled(client.discover_instances(**where, region="eu-de")) == []
        assert INSTANCE.split(":")[6] not in repr(found)

    with ScriptedServer(pages) as server:
        anyio.run(search)
    assert all("service-crn" not in request.headers for request in server.calls)


def test_discovery_raises_for_an_invalid_response() -> None:
    with (
        ScriptedServer(reply({"error": "x"})) as server,
        pytest.raises(UnexpectedResponseError, match="Global Search"),
    ):
        type_of_client["sync"].discover_instances(API_KEY, search_url=server.url, iam_url=server.url)
