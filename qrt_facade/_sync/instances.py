# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""The instance's settings, limits and usage."""

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
    from qrt_facade._sync.connection import Connection


@error_boundary
class Instances(Resource):
    """The instance's settings, limits and usage."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def configuration(self) -> float | None:
        """Return the instance's usage limit in seconds; `limit` also returns it in resource units.

            client.instances.set_configuration(instance_limit=3600)
            client.instances.configuration()  # 3600

        Returns:
            Seconds of QPU time, or None if no limit is set. Also None, with a `RuntimeWarning`, if the service only
            reports the limit in resource units, as IBM has announced.
        """
        limit = self.limit()
        if limit.seconds is None and limit.ru is not None:
            warn_caller(
                f"the instance's limit is {resource_units(limit.ru)}; the service does not report it in seconds. "
                "Use `client.instances.limit()`",
                RuntimeWarning,
            )
        return limit.seconds

    def limit(self) -> InstanceLimit:
        """Return the instance's usage limit, in resource units (RUs) if the service reports them.

            limit = client.instances.limit()
            limit.value, limit.unit, limit.seconds  # such as (9000.0, "RU", 3600.0)

        Returns:
            The limit; its `value` is None if no limit is set.
        """
        from qrt_client.api.instances import get_instance_configuration

        answer = self._connection.read(get_instance_configuration.sync_detailed, client=self._connection.raw)
        return InstanceLimit.of(answer)

    def set_configuration(self, *, instance_limit: int | None) -> None:
        """Set the instance's usage limit, in seconds of QPU time.

        The limit is set in seconds: IBM's API has no field for resource units in this request.

            client.instances.set_configuration(instance_limit=None)

        Args:
            instance_limit: Whole seconds of QPU time that the instance may use, or None to remove the limit.

        Raises:
            ConfigurationError: The limit is not a positive integer; nothing was sent.
            ConflictError: The instance has already used more.
        """
        from qrt_client.api.instances import replace_instance_configuration
        from qrt_client.models import InstanceConfigurationUpdate

        if instance_limit is not None:
            instance_limit = checked_whole(
                "instance_limit", instance_limit, least=1, unit="seconds", note="or None for no limit"
            )
        body = InstanceConfigurationUpdate(instance_limit=instance_limit)
        replace_instance_configuration.sync_detailed(client=self._connection.raw, body=body)

    def current(self) -> Instance:
        """Return the configuration of this client's instance: backends, limits, plan.

            (client.instances.current()).plan_id  # such as "emulator"

        Raises:
            UnexpectedResponseError: The response is for another instance, or does not follow the API's schema.
        """
        from qrt_client.api.instances import get_instance

        answer = self._connection.read(get_instance.sync_detailed, client=self._connection.raw)
        self._check(answer.get("instance_id", answer.get("crn")))
        return Instance.of(answer)

    def usage(self) -> Usage:
        """Return the instance's usage in the current period, in resource units and in seconds.

            usage = client.instances.usage()
            usage.consumed, usage.unit, usage.consumed_seconds  # such as (31.25, "RU", 12.5)

        Raises:
            UnexpectedResponseError: The response is for another instance, or does not follow the API's schema.
        """
        from qrt_client.api.instances import get_instance_usage

        answer = self._connection.read(get_instance_usage.sync_detailed, client=self._connection.raw)
        self._check(answer.get("instance_id"))
        return Usage.of(answer)

    def _check(self, answered: object) -> None:
        """Reject a response for another instance, for example from an intermediary's cache."""
        instance = self._connection.credentials.instance
        if instance is not None:
            check_instance(instance.text, answered)
