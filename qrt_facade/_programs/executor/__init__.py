"""The program `executor`: runs circuits with arrays of arguments and returns the measured values of each register."""
