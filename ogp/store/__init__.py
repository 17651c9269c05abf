"""Reading and writing files: atomically, never outside the site's folder, one run at a time."""
