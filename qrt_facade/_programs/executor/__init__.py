"""The program `executor`: circuits with arrays of arguments in, what each register was measured to be out."""
