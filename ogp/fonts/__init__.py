"""Faces and their order of fallback: which face draws this grapheme cluster, and how HarfBuzz shapes a run of it."""

from __future__ import annotations

from ogp.fonts.face import Face, FaceSource, Metrics, ShapedGlyph
from ogp.fonts.fontset import FallbackChain, FontSet, ResolvedCluster, language

__all__ = ["Face", "FaceSource", "FallbackChain", "FontSet", "Metrics", "ResolvedCluster", "ShapedGlyph", "language"]
