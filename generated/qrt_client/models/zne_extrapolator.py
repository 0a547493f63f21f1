from enum import StrEnum


class ZneExtrapolator(StrEnum):
    DOUBLE_EXPONENTIAL = "double_exponential"
    EXPONENTIAL = "exponential"
    FALLBACK = "fallback"
    LINEAR = "linear"
    POLYNOMIAL_DEGREE_1 = "polynomial_degree_1"
    POLYNOMIAL_DEGREE_2 = "polynomial_degree_2"
    POLYNOMIAL_DEGREE_3 = "polynomial_degree_3"
    POLYNOMIAL_DEGREE_4 = "polynomial_degree_4"
    POLYNOMIAL_DEGREE_5 = "polynomial_degree_5"
    POLYNOMIAL_DEGREE_6 = "polynomial_degree_6"
    POLYNOMIAL_DEGREE_7 = "polynomial_degree_7"

    @classmethod
    def _missing_(cls, value: object) -> "ZneExtrapolator | None":
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
