"""The operations of the API, one module per resource; each handler takes a `Call` and returns a response."""
