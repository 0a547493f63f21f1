"""Instances: settings, limits, usage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade._base.arguments import checked_whole
from qrt_facade._base.boundary import error_boundary
from qrt_facade._base.logs import warn_caller
from qrt_facade._base.resources import Resource
from qrt_facade._display.format import resource_units
from qrt_facade._service.identity import check_instance
from qrt_facade._service.instances import Instance, InstanceLimit, Usage

if TYPE_CHECKING:
    from qrt_facade._async.connection import AsyncConnection


@error_boundary
class AsyncInstances(Resource):
    """Settings of the instance."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def configuration(self) -> float | None:
        """Return the limit in seconds that was set for the instance; `limit` also has it in resource units.

            await client.instances.set_configuration(instance_limit=3600)
            await client.instances.configuration()  # 3600

        Returns:
            Seconds of QPU time, or None when no limit was set. None with a `RuntimeWarning` when the service states the limit
            in resource units alone, as IBM has announced.
        """
        limit = await self.limit()
        if limit.seconds is None and limit.ru is not None:
            warn_caller(
                f"the instance has a limit of {resource_units(limit.ru)}, which the service does not state in seconds: "
                "`client.instances.limit()` returns it",
                RuntimeWarning,
            )
        return limit.seconds

    async def limit(self) -> InstanceLimit:
        """Return the limit that was set for the instance, in resource units (RUs) where the service sends them.

            limit = await client.instances.limit()
            limit.value, limit.unit, limit.seconds  # such as (9000.0, "RU", 3600.0)

        Returns:
            The limit; its `value` is None when none was set.
        """
        from qrt_client.api.instances import get_instance_configuration

        answer = await self._connection.read(
            get_instance_configuration.asyncio_detailed, client=self._connection.raw
        )
        return InstanceLimit.of(answer)

    async def set_configuration(self, *, instance_limit: int | None) -> None:
        """Set the limit of QPU seconds for the instance.

        The request takes seconds: IBM's document names no field for resource units in it.

            await client.instances.set_configuration(instance_limit=None)

        Args:
            instance_limit: Whole seconds of QPU time that the instance may use; None takes the limit away.

        Raises:
            ConfigurationError: It is not a whole number above 0; nothing was sent.
            ConflictError: More than that has been used already.
        """
        from qrt_client.api.instances import replace_instance_configuration
        from qrt_client.models import InstanceConfigurationUpdate

        if instance_limit is not None:
            instance_limit = checked_whole(
                "instance_limit", instance_limit, least=1, unit="seconds", note="or None for no limit"
            )
        body = InstanceConfigurationUpdate(instance_limit=instance_limit)
        await replace_instance_configuration.asyncio_detailed(client=self._connection.raw, body=body)

    async def current(self) -> Instance:
        """Return what this client's instance may use: backends, limits, plan.

            (await client.instances.current()).plan_id  # such as "emulator"

        Raises:
            UnexpectedResponseError: The answer is about another instance, or not what the API promises.
        """
        from qrt_client.api.instances import get_instance

        answer = await self._connection.read(get_instance.asyncio_detailed, client=self._connection.raw)
        self._check(answer.get("instance_id", answer.get("crn")))
        return Instance.of(answer)

    async def usage(self) -> Usage:
        """Return what this client's instance has used in the current period, in resource units and in seconds.

            usage = await client.instances.usage()
            usage.consumed, usage.unit, usage.consumed_seconds  # such as (31.25, "RU", 12.5)

        Raises:
            UnexpectedResponseError: The answer is about another instance, or not what the API promises.
        """
        from qrt_client.api.instances import get_instance_usage

        answer = await self._connection.read(get_instance_usage.asyncio_detailed, client=self._connection.raw)
        self._check(answer.get("instance_id"))
        return Usage.of(answer)

    def _check(self, answered: object) -> None:
        """Refuse an answer about another instance; an answer to another client's question may have been kept on the way."""
        instance = self._connection.credentials.instance
        if instance is not None:
            check_instance(instance.text, answered)
