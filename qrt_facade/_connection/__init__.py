"""Who connects and how: credentials, accounts, settings, proxies, and what a failed connection is called."""
