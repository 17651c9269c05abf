"""Paint: a frame's items to pixels. Every decision was made in the layout."""
