"""Run the problems of one library, in that library's environment: `running.py NAME URL KEY`, for `scripts/ecosystem`.

Prints a line of JSON for each problem.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
import warnings

from problems import Place, outcome


def main() -> int:
    """Run each problem of the module, even if one fails."""
    name, url, key = sys.argv[1:]
    warnings.simplefilter("ignore")  # the library's warnings are not tested
    problems = importlib.import_module(f"of_{name}").PROBLEMS
    with Place(url, key) as place:
        for problem in problems:
            begun = time.perf_counter()
            try:
                found = outcome(problem, place)
            except Exception as error:  # noqa: BLE001 - whatever a library raises is a row of the table
                reason = f"{type(error).__name__}: {error}"[:300]
                found = {"failure": reason, "seconds": time.perf_counter() - begun}
            said = (problem.__doc__ or problem.__name__).splitlines()[0].rstrip(".")
            print(json.dumps({"problem": said, **found}), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
