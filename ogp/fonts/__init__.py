"""Faces and their order of fallback: which face draws this grapheme cluster, and how HarfBuzz shapes a run of it."""

from __future__ import annotations

from ogp.fonts.face import Face, FaceSource, Metrics, ShapedGlyph
from ogp.fonts.fontset import FontSet, language

__all__ = ["Face", "FaceSource", "FontSet", "Metrics", "ShapedGlyph", "language"]
