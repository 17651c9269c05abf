"""Site generators: how each is recognized, what its configuration says, which files are its posts."""
