"""Reading OpenQASM text without a compiler."""
