"""The service's nouns and facts: limits, versions, CRNs, answers and failures, jobs, backends, sessions, accounts."""
