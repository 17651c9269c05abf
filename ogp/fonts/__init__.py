"""Fonts: faces, their order of fallback, which of them draws a grapheme cluster, how HarfBuzz shapes a run."""

from __future__ import annotations

from ogp.fonts.face import Face, FaceSource, Metrics, ShapedGlyph
from ogp.fonts.fontset import FallbackChain, FontSet, ResolvedCluster, language

__all__ = ["Face", "FaceSource", "FallbackChain", "FontSet", "Metrics", "ResolvedCluster", "ShapedGlyph", "language"]
