"""What `scripts/coverage` and `scripts/mutation` make of what their tools write."""
