"""Plugins for site generators written in Python. Each needs its generator; ogp itself imports none of them."""
