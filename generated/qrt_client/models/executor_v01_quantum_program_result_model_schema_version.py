from enum import StrEnum


class ExecutorV01QuantumProgramResultModelSchemaVersion(StrEnum):
    V0_1 = "v0.1"

    @classmethod
    def _missing_(cls, value: object) -> "ExecutorV01QuantumProgramResultModelSchemaVersion | None":
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = member._value_ = value
        return member

    @property
    def is_known(self) -> bool:
        """Whether this value stands in the API document."""
        return any(self is member for member in type(self))

    def __str__(self) -> str:
        return str(self.value)
