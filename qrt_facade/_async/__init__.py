"""The asynchronous text of the client, written by hand; `_sync` is derived from it by scripts/unasync.py."""
