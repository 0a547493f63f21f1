"""A fake GitHub: a `gh` on the PATH that stores issues and pull requests in a file, and a runner for the script."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PUBLISH = ROOT / "scripts" / "publish_drift.py"
RUN = "https://github.example/run/1"
GH = """\
#!{python} -S
import json, os, pathlib, sys
file = pathlib.Path(os.environ["GH_STATE"])
state = json.loads(file.read_text()) if file.exists() else {{"issue": [], "pr": [], "calls": [], "comments": []}}
kind, verb, *rest = sys.argv[1:]
state["calls"].append(kind + " " + verb)
option = {{name: rest[i + 1] for i, name in enumerate(rest[:-1]) if name.startswith("--")}}
if "--body-file" in option:
    option["--body"] = pathlib.Path(option["--body-file"]).read_text()
    if len(option["--body"]) > 65536:
        sys.exit("Body is too long (maximum is 65536 characters)")
known = state.get(kind, [])
one = next((entry for entry in known if rest and str(entry["number"]) == rest[0]), None)
if verb == "list":
    wanted = {{"open": ["OPEN"], "all": ["OPEN", "CLOSED"]}}[option["--state"]]
    print(json.dumps([entry for entry in known if entry["state"] in wanted]))
elif verb == "create" and kind != "label":
    fields = {{"label": option.get("--label"), "title": option["--title"], "head": option.get("--head")}}
    known.append({{"number": len(known) + 1, "state": "OPEN", "body": option["--body"], **fields}})
elif verb == "edit":
    one["body"] = option["--body"]
elif verb == "comment":
    state["comments"].append(option["--body"])
elif verb in ("close", "reopen"):
    one["state"] = {{"close": "CLOSED", "reopen": "OPEN"}}[verb]
elif kind != "label":
    sys.exit("unknown command " + verb)
file.write_text(json.dumps(state))
"""


@dataclass
class GitHub:
    """The fake GitHub, with methods that run the workflow's steps."""

    folder: Path
    environment: dict[str, str]

    @property
    def state(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.folder / "state.json").read_text())
        return content

    def change(self, **fields: Any) -> None:
        """Change the one issue, as a person could."""
        state = self.state
        state["issue"][0] |= fields
        (self.folder / "state.json").write_text(json.dumps(state))

    def run(self, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-S", str(PUBLISH), *arguments, "--run", RUN],
            cwd=cwd or self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def issue(self, status: int | str, findings: str = "", *options: str) -> str:
        """Publish a check that ended with `status` and found `findings`; return the issue's body."""
        report = self.folder / "report.md"
        report.write_text(f"<!-- qrt-drift {findings.encode().hex():0>16} -->\n{findings}\n")
        done = self.run("issue", "--status", str(status), "--report", str(report), *options)
        assert (done.returncode, done.stderr) == (0, "")
        issues = self.state["issue"]
        assert len(issues) <= 1
        return str(issues[0]["body"]) if issues else ""


def fake_github(folder: Path) -> GitHub:
    """Put a fake `gh` on a separate PATH, with its state in `folder`."""
    program = folder / "bin" / "gh"
    program.parent.mkdir()
    program.write_text(GH.format(python=sys.executable))
    program.chmod(0o755)
    path = os.pathsep.join([str(program.parent), os.environ["PATH"]])
    return GitHub(folder, {"PATH": path, "GH_STATE": str(folder / "state.json"), "HOME": str(folder)})


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, with a test identity, and return its output."""
    author = ["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "init.defaultBranch=main"]
    command = ["git", *author, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout.strip()
