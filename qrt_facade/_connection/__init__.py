"""How a client connects: credentials, accounts, settings, proxies."""
