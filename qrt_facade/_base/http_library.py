"""The only module that imports the HTTP library: all others import `httpx` from here, except `retry_library`.

Switching to a successor with the same names, or importing the library differently, changes only this module. The
generated package has its own such module (`_http`), because it is also installed without the facade.
"""

from __future__ import annotations

from qrt_facade._base.httpx_command import without_httpx_command

with without_httpx_command():
    import httpx

__all__ = ["httpx"]
