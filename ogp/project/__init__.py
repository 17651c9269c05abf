"""A site, opened: its configuration, what its generator says, what all of its cards share."""
