"""What is said over HTTP: paths, credentials, shapes and faults of the answers, and the pages for people."""
