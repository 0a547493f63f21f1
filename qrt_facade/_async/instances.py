"""Instances: settings, limits, usage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade._base.arguments import checked_whole
from qrt_facade._base.boundary import error_boundary
from qrt_facade._base.coerce import number_of
from qrt_facade._service.identity import check_instance
from qrt_facade._service.instances import Instance, Usage

if TYPE_CHECKING:
    from qrt_facade._async.connection import AsyncConnection


@error_boundary
class AsyncInstances:
    """Settings of the instance."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def configuration(self) -> float | None:
        """Return the limit that was set for the instance.

            await client.instances.set_configuration(instance_limit=3600)
            await client.instances.configuration()  # 3600

        Returns:
            Seconds of QPU time, or None when no limit was set.
        """
        from qrt_client.api.instances import get_instance_configuration

        answer = await self._connection.read(
            get_instance_configuration.asyncio_detailed, client=self._connection.raw
        )
        return number_of(answer.get("instance_limit"))

    async def set_configuration(self, *, instance_limit: int | None) -> None:
        """Set the limit of QPU seconds for the instance.

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
        """Return what this client's instance may use: backends, limits in QPU seconds, plan.

            (await client.instances.current()).plan_id  # such as "emulator"

        Raises:
            UnexpectedResponseError: The answer is about another instance, or not what the API promises.
        """
        from qrt_client.api.instances import get_instance

        answer = await self._connection.read(get_instance.asyncio_detailed, client=self._connection.raw)
        self._check(answer.get("instance_id", answer.get("crn")))
        return Instance.of(answer)

    async def usage(self) -> Usage:
        """Return the QPU time of this client's instance in the current period, in seconds.

            (await client.instances.usage()).consumed_seconds  # such as 12.5

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
