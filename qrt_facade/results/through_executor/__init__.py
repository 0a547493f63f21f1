"""Results of the executor, read as those of the primitives that were submitted on top of it."""
