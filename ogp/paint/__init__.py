"""Paint: from a display list to pixels. The layout has decided everything."""
