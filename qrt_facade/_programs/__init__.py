"""What a job is submitted with: PUBs, options, and what can be checked before anything is sent."""
