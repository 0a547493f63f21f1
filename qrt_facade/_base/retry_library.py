"""The only module that imports httpx-retries, which sends failed requests again.

It imports asyncio, which costs a fifth of the import time of httpx. So the first failed request imports it, not the
client.
"""

from __future__ import annotations

import qrt_facade._base.http_library  # noqa: F401  # pyright: ignore[reportUnusedImport] - first: it decides how httpx is imported

from httpx_retries import Retry, RetryTransport  # isort: skip

__all__ = ["Retry", "RetryTransport"]
