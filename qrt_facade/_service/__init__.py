"""The service's domain: limits, versions, CRNs, responses and failures, jobs, backends, sessions, accounts."""
