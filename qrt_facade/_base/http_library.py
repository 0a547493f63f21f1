"""The one module that imports the HTTP library; every other takes `httpx` from here, and what repeats from `retry_library`.

Moving to a successor with the same names, or importing the library in another way, is a change of this module alone. The
generated package has a module of its own for that (`_http`), because it is also installed without the facade.
"""

from __future__ import annotations

from qrt_facade._base.httpx_command import without_httpx_command

with without_httpx_command():
    import httpx

__all__ = ["httpx"]
