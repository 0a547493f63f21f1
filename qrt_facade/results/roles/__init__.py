"""Read results of the executor as those of the sampler or estimator that submitted the job."""
