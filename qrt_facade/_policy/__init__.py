"""Pure decisions: when to ask again, what to retry, how not to submit twice, how long a token is good."""
