"""Lay out: a Card in a Template with a FontSet becomes a Frame. Every decision about the picture falls here."""
