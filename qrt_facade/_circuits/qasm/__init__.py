"""Read OpenQASM text without a compiler."""
