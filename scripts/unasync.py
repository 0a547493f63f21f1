#!/usr/bin/env python3
"""Derive `qrt_facade/_sync` from `qrt_facade/_async`.

    scripts/unasync.py            writes the derived files
    scripts/unasync.py --check    lists stale files, and exits with 1 if there are any

Replaces whole tokens, except in strings that are not docstrings; the formatter then breaks the lines. Code that
cannot be converted this way is a function outside `_async` that both clients call.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "qrt_facade" / "_async"
TARGET = ROOT / "qrt_facade" / "_sync"

HEAD = "# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.\n"

WORDS = {
    "ASGITransport": "WSGITransport",
    "AnyIOBackend": "SyncBackend",
    "AsyncBaseTransport": "BaseTransport",
    "AsyncByteStream": "SyncByteStream",
    "AsyncClient": "Client",
    "AsyncGenerator": "Generator",
    "AsyncHTTPTransport": "HTTPTransport",
    "AsyncIterator": "Iterator",
    "Loop": "Process",
    "LoopKeeper": "ProcessKeeper",
    "StopAsyncIteration": "StopIteration",
    "__aenter__": "__enter__",
    "__aexit__": "__exit__",
    "__aiter__": "__iter__",
    "__anext__": "__next__",
    "_async": "_sync",
    "aclose": "close",
    "aclosing": "closing",
    "aiter_bytes": "iter_bytes",
    "aiter_raw": "iter_raw",
    "anext": "next",
    "aread": "read",
    "async_auth_flow": "sync_auth_flow",
    "asyncio_detailed": "sync_detailed",
    "handle_async_request": "handle_request",
    "get_async_httpx_client": "get_httpx_client",
    "get_httpx_client": "get_async_httpx_client",  # the method that a raw client refuses
    "uninterrupted_async": "uninterrupted",
    "set_async_httpx_client": "set_httpx_client",
    "this_loop": "this_process",
}
# Longest first; each is a regular expression that matches whole words.
PHRASES = [
    (r"\bqrt_facade\._connection\.event_loops\b", "qrt_facade._base.owners"),
    (r"anyio\.Lock\b", "threading.Lock"),
    (r"anyio\.sleep\b", "time.sleep"),
    (r"^import anyio$", "import threading\nimport time"),
    (r"\basync (def|with|for)\b", r"\1"),
    (r"\bawait ", ""),
    (r"(?<=\w)\.asyncio\(", ".sync("),  # a generated function, as examples call it
    (r"\bAwaitable\[([^\[\]]*(?:\[[^\[\]]*\])*[^\[\]]*)\]", r"\1"),
    (r"\bAsync(Runtime|Service|Raw|[A-Z]\w*)", r"\1"),
]


def derive(text: str) -> str:
    """Return the synchronous text of an asynchronous module."""
    for pattern, replacement in PHRASES[:-1]:
        text = re.sub(pattern, replacement, text, flags=re.MULTILINE)
    # In one pass, because two of them are swapped.
    text = re.sub(r"(?<![A-Za-z0-9_])\w+(?![A-Za-z0-9_])", lambda word: WORDS.get(word[0], word[0]), text)
    pattern, replacement = PHRASES[-1]
    return HEAD + re.sub(pattern, replacement, text)


def derived() -> dict[Path, str]:
    """Return every derived file with its text, formatted."""
    files = {}
    for source in sorted(SOURCE.rglob("*.py")):
        text = derive(source.read_text(encoding="utf-8"))
        for command in (["check", "--isolated", "--fix-only", "--quiet", "--select", "I,F401"], ["format"]):
            text = ruff(command, text, source.name)
        files[TARGET / source.relative_to(SOURCE)] = text
    return files


def ruff(command: list[str], text: str, name: str) -> str:
    """Run one ruff command over a text."""
    stdin_name = str(TARGET / name)
    done = subprocess.run(
        [ruff_program(), *command, "--stdin-filename", stdin_name, "-"],
        input=text,
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return done.stdout


def ruff_program() -> str:
    """Return the path of ruff: from the running environment, the project's environment, or the PATH."""
    beside = [Path(sys.executable).parent / "ruff", ROOT / ".venv" / "bin" / "ruff"]
    found = next((str(program) for program in beside if program.exists()), None) or shutil.which("ruff")
    if found is None:
        raise SystemExit("ruff is not installed; run scripts/test once, which creates .venv with ruff")
    return found


def main() -> int:
    """Write or check the derived files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a file is stale")
    check = parser.parse_args().check
    wanted = derived()
    present = set(TARGET.rglob("*.py"))
    stale = [
        file for file, text in wanted.items() if not file.exists() or file.read_text(encoding="utf-8") != text
    ]
    left_over = sorted(present - set(wanted))
    if check:
        for file in [*stale, *left_over]:
            print(f"stale: {file.relative_to(ROOT)}", file=sys.stderr)
        return 1 if stale or left_over else 0
    for file in stale:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(wanted[file], encoding="utf-8")
        print(f"wrote {file.relative_to(ROOT)}")
    for file in left_over:
        file.unlink()
        print(f"removed {file.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
