"""Project: a site's configuration read, and the site opened."""
