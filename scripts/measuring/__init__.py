"""Tables from the output of the tools that `scripts/coverage` and `scripts/mutation` run."""
