"""The HTTP layer: routing, credentials, request and response formats, faults, and the pages."""
