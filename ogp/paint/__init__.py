"""Paint: a Frame's items to pixels. Nothing is decided any more."""
