"""For those who design templates: check, show, create."""
