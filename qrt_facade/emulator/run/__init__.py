"""What makes jobs go on: their clock, and the processes that simulate."""
