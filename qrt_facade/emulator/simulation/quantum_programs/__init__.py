"""The program `executor`: quantum programs of all schema versions, from params to result."""
