"""The benchmarks of scripts/bench. `command` and `installing` can be imported without any peer."""
