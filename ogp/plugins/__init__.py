"""Plugins of site generators written in Python. Each needs its generator, none is imported by ogp itself."""
