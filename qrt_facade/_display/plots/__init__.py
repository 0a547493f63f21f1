"""Plots of results and devices, with matplotlib (extra `plot`), which is imported by the first of them.

Results and backends have them as methods: `samples.plot()`, `result.plot()`, `backend.plot()`. Each draws on the axes given
or on a new pyplot figure, and returns the axes; none shows or closes anything.
"""
