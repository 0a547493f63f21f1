"""The program `executor`: a quantum program of any version from its params to its result."""
