"""The inputs of a job: PUBs, options, and checks before anything is sent."""
