"""Options of the primitives and the noise learner.

Options are passed as one of the typed classes, as a dict of the same names, or as keywords. In every form, an unknown
name is refused with a suggestion, and options that the service would reject after queueing are refused.
"""
