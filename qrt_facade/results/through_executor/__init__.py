"""Results of the primitives that this package ran on the program `executor`."""
