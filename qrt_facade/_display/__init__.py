"""Display of values: HTML, text formats and plots, made from plain rows."""
