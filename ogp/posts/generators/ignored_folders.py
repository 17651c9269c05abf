"""Names of folders that hold no posts, at any depth of a site: neither read nor watched."""

from __future__ import annotations

_BUILT_SITES = ("_site", "_build")
"""What Jekyll, Eleventy and Sphinx write. Not ``public`` or ``output``, though Hugo and Pelican write there: Qiita's
posts lie in ``public``."""
_CACHES = (".ogp", ".jekyll-cache", "__pycache__")
"""Written at every build: watching them, a build would start the next one."""
_DEPENDENCIES = ("node_modules", "vendor", ".venv")
"""Other people's packages, with a README.md in each."""
_VERSION_CONTROL = (".git",)

IGNORED_FOLDERS = (*_BUILT_SITES, *_CACHES, *_DEPENDENCIES, *_VERSION_CONTROL)
