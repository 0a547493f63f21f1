"""The service's nouns and facts: limits, versions, CRNs, jobs, backends, sessions, accounts."""
