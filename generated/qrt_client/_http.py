"""The only module that imports the HTTP library. Written by scripts/regenerate.py."""

import httpx

__all__ = ["httpx"]

