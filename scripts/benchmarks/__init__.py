"""What scripts/bench measures, and how. `command` and `installing` can be imported without any peer."""
