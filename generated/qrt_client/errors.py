"""Contains shared errors types that can be raised from API functions"""


class UnexpectedStatus(Exception):
    """An answer that is not a success of the operation; `content` is its body, an `ErrorContainer` as JSON as a rule"""

    def __init__(self, status_code: int, content: bytes):
        self.status_code = status_code
        self.content = content

        super().__init__(
            f"Unexpected status code: {status_code}\n\nResponse content:\n{content.decode(errors='ignore')}"
        )


__all__ = ["UnexpectedStatus"]
