"""Contains shared errors types that can be raised from API functions"""

_SHOWN = 1000


class UnexpectedAnswer(Exception):
    """A response that the operation does not return

    Attributes:
        status_code: The HTTP status.
        content: The body.
    """

    def __init__(self, status_code: int, content: bytes) -> None:
        super().__init__(status_code, content)
        self.status_code = status_code
        self.content = content

    def _body(self) -> str:
        text = self.content[:_SHOWN].decode(errors="ignore")
        return f"Response content:\n{text}{'...' if len(self.content) > _SHOWN else ''}"


class UnexpectedStatus(UnexpectedAnswer):
    """A response that is not a success of the operation; its body usually is an `ErrorContainer` as JSON"""

    def __str__(self) -> str:
        return f"Unexpected status code: {self.status_code}\n\n{self._body()}"


class UnexpectedBody(UnexpectedAnswer):
    """A success whose body does not match the API document; the `__cause__` says why"""

    def __str__(self) -> str:
        return f"Unexpected body with status code {self.status_code}\n\n{self._body()}"


__all__ = ["UnexpectedAnswer", "UnexpectedBody", "UnexpectedStatus"]
