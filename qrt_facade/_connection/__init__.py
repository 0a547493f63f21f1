"""Who connects and how: credentials, accounts, settings, proxies."""
