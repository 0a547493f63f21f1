"""Texts are plain English: words that made earlier texts hard to read do not come back.

Checked are comments, docstrings, messages and names of tests in Python files, and all of other text files. `codespell`, which
`scripts/test` runs, finds misspellings.
"""

from __future__ import annotations

import io
import re
import tokenize
from typing import TYPE_CHECKING

import pytest
from support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

INSTEAD = {
    r"whoever|whomever": "anyone who, the caller that",
    r"anew": "again",
    r"lest": "so that ... not",
    r"(?<!there )(?:is|are|was|were) no(?= )(?! (?:longer|more|less|worse|\w+er)\b)": "is not a",
    r"told|tells (?:of|that|what|which)": "reports, says, passes",
    r"says? it": "reports, states",
    r"nobody|somebody|anybody|everybody": "no one, a caller, another user, all users",
    r"beside": "next to, in addition to, compared with",
    r"otherwise than": "differently from",
    r"what (?:came|comes|became|becomes) of": "the outcome of",
    r"(?:and|or) the like": "and similar",
    r"upon|till": "on, until",
    r"mend(?:s|ed|ing)?": "fix, correct",
    r"sooner": "earlier, faster",
    r"for good": "permanently",
    r"for ever": "forever, endlessly",
    r"but for": "except, apart from",
    r"(?:is|are|was|were) to be": "must be, will be",
    r"that which": "what",
    r"what of": "which part of",
    r"stands? (?:beside|below|above|at its|at the|under|in the|in its)": "is",
    r"(?:is|are) due": "must",
    r"holds (?:for|of|what|nothing|no)": "applies to, contains",
    r"by means of|by way of": "with, through",
    r"hitherto|thereof|wherein|whence|thence|whither": "a word in use today",
}
"""What is checked, as regular expressions, and what to write instead."""

CHECKED = (
    ".ci", ".github", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "constraints.txt", "openapi",
    "pyproject.toml", "qrt_facade", "scripts", "tests",
)  # fmt: skip
"""Files and folders with texts of the project."""

NOT_OURS = (
    "openapi/qiskit-runtime-",  # checked against IBM's document by its digest
    "qrt_facade/_sync/",  # derived from `_async`
    "tests/cassettes/",  # recorded
    "tests/project/public_signatures.txt",  # names
    "tests/project/public_names.txt",
    "tests/project/test_wording.py",  # contains the words
)
"""Beginnings of the paths of files that are not checked."""

RIGHT = {
    "scripts/regeneration/levels.py": {"breaks nobody": "a level of `diff`, next to `breaks callers`"},
    "scripts/regeneration/report.py": {"breaks nobody": "output of `diff`"},
    "tests/integration/rest_course/test_right_ways.py": {
        "a backend tells what was measured": "names a cassette, which is recorded under the name of its test",
        "the instance tells what it may use": "names a cassette",
    },
    "tests/project/regeneration/test_diff_classes.py": {"nobody yet": "output of `diff`"},
}
"""By file, phrases that are right, each with its reason."""

TEXT = {".md", ".toml", ".yaml", ".yml", ".jinja", ".sh", ".txt", ".ts", ".css", ".js", ".ipynb"}
WORDS = re.compile(rf"\b(?<!-)(?:{'|'.join(INSTEAD)})(?![\w-])")


def checked_files() -> list[Path]:
    found: list[Path] = []
    for name in CHECKED:
        path = ROOT / name
        if not path.exists():  # a source distribution has no workflows
            continue
        found += [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    return [path for path in found if not str(path.relative_to(ROOT)).startswith(NOT_OURS)]


def is_python(path: Path, text: str) -> bool:
    return path.suffix == ".py" or text.startswith("#!/usr/bin/env python")


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """Yield each line of text in a file, in lower case, with its number."""
    if path.suffix not in TEXT | {".py", ""}:
        return
    text = path.read_text(encoding="utf-8").lower()
    if not WORDS.search(text.replace("_", " ")):  # most files have none, and tokenizing takes longer
        return
    if not is_python(path, text):
        yield from enumerate(text.splitlines(), start=1)
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NAME and token.string.startswith("test_"):
            yield token.start[0], token.string.replace("_", " ")
        elif token.type in STRINGS:
            formatted = re.match(r"\w*[fF]", token.string)
            text = re.sub(r"\{[^{}]*\}", "{}", token.string) if formatted else token.string
            yield from enumerate(text.splitlines(), start=token.start[0])


STRINGS = {tokenize.COMMENT, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}


def findings(name: str, lines: Iterable[tuple[int, str]]) -> Iterator[str]:
    """Yield a message for each listed word in lines of a file."""
    for number, line in lines:
        for match in WORDS.finditer(line):
            if not any(phrase in line for phrase in RIGHT.get(name, {})):
                yield f"{name}:{number}: {match[0]!r} in {line.strip()[:100]!r}; write: {instead_of(match)}"


def instead_of(match: re.Match[str]) -> str:
    """Return what to write instead of a listed word."""
    rest = match.string[match.start() :]
    return next(text for words, text in INSTEAD.items() if re.match(rf"(?:{words})(?![\w-])", rest))


def test_texts_have_no_archaic_or_unclear_words() -> None:
    found = [
        problem for path in checked_files() for problem in findings(str(path.relative_to(ROOT)), prose(path))
    ]
    assert "\n".join(found) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# Ask anew, whoever it is.", ["anew", "whoever"]),
        ('"""A name that is no name."""', ["is no"]),
        ("def test_the_caller_is_told() -> None: ...", ["told"]),
        ("told = anew  # names in code are not checked", []),
        ("# There is no job, it is no longer there, and this is no easier.", []),
        ('message = f"{job} is no job of {told}"', ["is no"]),
        ('name = "somebody-elses"', []),
    ],
)
def test_words_are_found_in_comments_strings_and_names_of_tests_only(
    tmp_path: Path, text: str, found: list[str]
) -> None:
    file = tmp_path / "file.py"
    file.write_text(text)
    problems = list(findings("file.py", prose(file)))
    assert [re.findall(r"'(.*?)' in ", problem)[0] for problem in problems] == found


def test_each_exception_is_needed() -> None:
    unneeded = [
        (name, phrase)
        for name, phrases in RIGHT.items()
        for phrase in phrases
        if not any(phrase in line and WORDS.search(line) for _, line in prose(ROOT / name))
    ]
    assert unneeded == []
