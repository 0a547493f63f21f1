"""Decisions without I/O: when to poll, what to retry, how not to submit twice, how long a token is valid."""
