"""The primitives on the program `executor`: PUBs to a quantum program, with what is needed to read its result again."""
