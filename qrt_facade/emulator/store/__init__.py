"""What is kept: jobs, sessions and limits of instances, in SQLite."""
