"""The scheduler of jobs, and the processes that simulate them."""
