"""Files: written whole or not at all, never outside the site."""
