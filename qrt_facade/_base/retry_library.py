"""The one module that imports what sends requests of the HTTP library again.

It brings asyncio, which is as much to import as a fifth of httpx: the first request that fails imports it, and not the client.
"""

from __future__ import annotations

import qrt_facade._base.http_library  # noqa: F401  # pyright: ignore[reportUnusedImport] - first, since it decides how httpx is imported

from httpx_retries import Retry, RetryTransport  # isort: skip

__all__ = ["Retry", "RetryTransport"]
