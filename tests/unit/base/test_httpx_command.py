"""httpx as we import it, compared with a plain import, each in a separate process."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

PLAIN = "import httpx"
OURS = "from qrt_facade._base.http_library import httpx"


STATE = """
def described(value):
    try:
        signature = re.sub(" at 0x[0-9a-f]+", "", str(inspect.signature(value)))
    except (TypeError, ValueError):
        signature = ""
    kind = type(value)
    return [kind.__module__, kind.__qualname__, getattr(value, "__module__", None), getattr(value, "__name__", None), signature]

def state():
    listed = dir(httpx)
    names = {name: described(getattr(httpx, name)) for name in listed if name not in ("__builtins__", "__cached__")}
    folder = httpx.__path__[0]
    return {
        "type": str(type(httpx)), "listed": listed, "vars": sorted(vars(httpx)), "names": names, "all": httpx.__all__,
        "meta_path": [re.sub(" at 0x[0-9a-f]+", "", repr(finder)) for finder in sys.meta_path], "hooks": len(sys.path_hooks),
        "finder": str(type(sys.path_importer_cache[folder])),
        "changed finders": [place for place, finder in sys.path_importer_cache.items() if "find_spec" in getattr(finder, "__dict__", ())],
        "loaders": [str(type(httpx.__loader__)), httpx.__spec__.loader is httpx.__loader__],
        "modules": sorted(name for name in sys.modules if name.split(".")[0] in ("httpx", "click", "rich", "pygments")),
        "same": getattr(sys.modules.get("httpx._main"), "main", httpx.main) is httpx.main,
    }
"""


def seen(importing: str, scenario: str = "", before: str = "") -> dict[str, Any]:
    """Return what a fresh process observes: the scenario's `found`, then the state of httpx."""
    lines = [
        "import importlib, inspect, json, pickle, pkgutil, re, sys, threading", before, "found = {}",
        "meta_path, entries = sys.meta_path, list(sys.meta_path)", importing,
        "assert sys.meta_path is meta_path and list(sys.meta_path) == entries",
        scenario, STATE, "print(json.dumps([found, state()]))",
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found, state = json.loads(done.stdout.splitlines()[-1])
    return {**found, **state}


def test_httpx_without_its_command_is_complete_after_an_attribute_is_read() -> None:
    loaded = "set(sys.modules) & {'httpx._main', 'click', 'rich', 'pygments'}"
    ours = seen(OURS, f"assert not {loaded}, {loaded}\nassert 'main' not in vars(httpx)")
    assert "main" in ours["listed"]
    assert "_main" in ours["listed"]
    assert ours == seen(PLAIN)


SCENARIOS = {
    "main accessed": "found['main'] = [str(type(httpx.main)), httpx.main.__module__, httpx.main.name]",
    "main imported by name": "from httpx import main; found['same'] = main is httpx.main",
    "all imported": "space = {}; exec('from httpx import *', space); found['names'] = sorted(space)",
    "command imported": "import httpx._main; found['same'] = httpx._main.main is httpx.main",
    "command module accessed": "found['command'] = httpx._main.__name__; found['same'] = httpx._main.main is httpx.main",
    "resolved by a tool": "found['same'] = pkgutil.resolve_name('httpx:main') is httpx.main",
    "reloaded": "httpx = importlib.reload(httpx)",
    "reloaded later": "httpx.main; httpx = importlib.reload(httpx)",
    "no such name": """
try:
    httpx.no_such_name
except AttributeError as error:
    found['error'] = [str(error), error.name, error.obj is httpx]
try:
    from httpx import no_such_name
except ImportError as error:
    found['import'] = [str(error), error.name]
""",
    "patched": """
from unittest.mock import patch
with patch('httpx.main') as mocked:
    found['mocked'] = httpx.main is mocked
found['back'] = str(type(httpx.main))
""",
    "pickled": "found['client'] = pickle.loads(pickle.dumps(httpx.Client)) is httpx.Client",
    "replaced by hand": "httpx.main = 'own'; dir(httpx); found['own'] = httpx.main",
    "looked through": "found['members'] = [name for name, _ in inspect.getmembers(httpx)]",
    "threads ask": """
accessed = []
threads = [threading.Thread(target=lambda: accessed.append(httpx.main)) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
found['one'] = len(accessed) == 8 and len(set(map(id, accessed))) == 1
""",
    "run": """
from click.testing import CliRunner
result = CliRunner().invoke(httpx.main, ['--help'])
found['help'] = [result.exit_code, result.output]
""",
}


@pytest.mark.long  # 30 processes
@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_httpx_looks_the_same_however_it_was_imported(scenario: str) -> None:
    assert seen(OURS, scenario) == seen(PLAIN, scenario)


@pytest.mark.long  # two processes each
@pytest.mark.parametrize("missing", ["click", "rich", "pygments"])
def test_if_the_httpx_command_cannot_be_imported_httpx_reports_it(missing: str) -> None:
    before = f"sys.modules[{missing!r}] = None"
    scenario = """
try:
    httpx.main()
except SystemExit as stop:
    found['code'] = stop.code
"""
    ours, plain = seen(OURS, scenario, before), seen(PLAIN, scenario, before)
    assert ours["code"] == 1
    # Python does not unload the modules that a failed import of the command had already loaded.
    assert ours == plain


@pytest.mark.long
def test_an_httpx_that_was_already_imported_is_unchanged() -> None:
    names = "before = dict(vars(httpx))"
    after = "assert dict(vars(httpx)) == before"
    assert seen(f"import httpx; {names}\n{OURS}\n{after}") == seen(PLAIN)


MEANWHILE = """
import importlib.machinery
got, threads = [], []
class Meanwhile:
    def find_spec(self, name, path=None, target=None):
        if name == 'httpx._client' and not threads:
            threads.append(threading.Thread(target=other)); threads[0].start(); threads[0].join(0.1)
        return None
sys.meta_path.insert(0, Meanwhile())
def other():
"""
"""Start a thread during the import of httpx and wait for it briefly; it ends when that import ends."""


@pytest.mark.parametrize(
    "importing",
    [
        "from httpx import main",
        pytest.param("from httpx import *; main = main", marks=pytest.mark.long),
        pytest.param("import httpx; main = httpx.main", marks=pytest.mark.long),
        pytest.param("import httpx._main; main = httpx._main.main", marks=pytest.mark.long),
    ],
)
def test_a_thread_that_imports_httpx_concurrently_gets_its_command(importing: str) -> None:
    before = f"{MEANWHILE}    exec({importing!r}, globals()); got.append([main.name, main is sys.modules['httpx'].main])"
    assert seen(OURS, "threads[0].join(); found['got'] = got", before)["got"] == [["main", True]]


@pytest.mark.long
def test_a_thread_that_lists_the_modules_of_httpx_concurrently_finds_all() -> None:
    before = f"{MEANWHILE}    got.extend(module.name for module in pkgutil.iter_modules(sys.modules['httpx'].__path__))"
    scenario = "threads[0].join(); found['got'] = got"
    assert "_main" in seen(OURS, scenario, before)["got"]


@pytest.mark.long
def test_an_import_hook_that_waits_for_the_import_gets_the_command_and_is_asked_once() -> None:
    before = """
import importlib.machinery
got = []
class Loader:
    def __init__(self, loader):
        self.loader = loader
    def create_module(self, spec):
        return self.loader.create_module(spec)
    def exec_module(self, module):
        module.__spec__.loader = module.__loader__ = self.loader
        self.loader.exec_module(module)
        got.append(module.main.name)
class AfterImport:
    def find_spec(self, name, path=None, target=None):
        if name == 'httpx':
            got.append('accessed')
            spec = importlib.machinery.PathFinder.find_spec(name, path)
            spec.loader = Loader(spec.loader)
            return spec
sys.meta_path.insert(0, AfterImport())
"""
    scenario = "found['got'] = got"
    ours, plain = seen(OURS, scenario, before), seen(PLAIN, scenario, before)
    assert ours["got"] == ["accessed", "main"]
    assert {**ours, "meta_path": 0} == {**plain, "meta_path": 0}


@pytest.mark.long
def test_a_failed_import_of_httpx_leaves_no_traces_and_can_be_retried() -> None:
    before = """
sys.modules['httpcore'] = sys.modules['certifi'] = None
sys.modules['httpx._client'] = None
cache = dict(sys.path_importer_cache)
try:
    import qrt_facade._base.http_library
except ImportError:
    pass
else:
    raise AssertionError
kinds = {type(finder).__module__ for finder in sys.path_importer_cache.values() if finder is not None}
assert kinds <= {'importlib._bootstrap_external', '_frozen_importlib_external', 'zipimport', 'builtins'}, kinds
for name in ('httpcore', 'certifi', 'httpx._client'):
    del sys.modules[name]
"""
    assert seen(OURS, before=before) == seen(PLAIN)
