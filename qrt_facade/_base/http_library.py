"""The one module that imports the HTTP library; every other takes `httpx` from here.

Moving to a successor with the same names, or importing the library in another way, is a change of this module alone. The
generated package has a module of its own for that (`_http`), because it is also installed without the facade.
"""

from __future__ import annotations

from qrt_facade._base.httpx_command import command_left_out

with command_left_out():
    import httpx
    from httpx_retries import Retry, RetryTransport

__all__ = ["Retry", "RetryTransport", "httpx"]
