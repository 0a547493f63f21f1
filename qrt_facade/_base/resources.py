"""Base class of the parts of a client, such as `client.jobs`."""

from __future__ import annotations

from qrt_facade._base.secrets import safe_repr


class Resource:
    """A part of a client. Its repr lists its methods, for interactive exploration."""

    __slots__ = ()

    @safe_repr
    def __repr__(self) -> str:
        kind = type(self)
        named = sorted(
            name for name in vars(kind) if not name.startswith("_") and callable(getattr(kind, name))
        )
        return f"<{kind.__name__}: {', '.join(f'{name}()' for name in named)}>"
