# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""The asynchronous text of the client, written by hand; `_sync` is derived from it by scripts/unasync.py."""
