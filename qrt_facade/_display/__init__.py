"""How values look to people: HTML, formats and plots, made from plain rows."""
