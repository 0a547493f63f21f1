"""Options of the primitives and the noise learner.

Options come as one of the typed classes, as a dict of the same names, or as keywords. Whatever the form, an unknown
name is refused with the nearest one, and what the service would refuse after queueing is refused here.
"""
