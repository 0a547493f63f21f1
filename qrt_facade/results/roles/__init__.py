"""Results of the executor read as what the job was: a sampler's, or an estimator's."""
