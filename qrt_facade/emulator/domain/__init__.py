"""The emulated service's rules and data, without HTTP, database or processes."""
