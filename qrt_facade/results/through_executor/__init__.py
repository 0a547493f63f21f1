"""Read results of the executor as those of this package's primitives."""
