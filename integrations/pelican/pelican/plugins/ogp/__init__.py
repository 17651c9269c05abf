"""The social cards of ogp as a plugin that Pelican finds by itself once it is installed.

A distribution of its own: with this folder in ogp-cards, ``import pelican`` would succeed where there is no Pelican.
"""

from ogp.plugins.pelican import register

__all__ = ["register"]
