"""Encode: pixels to the bytes of a PNG, JPEG, WebP or AVIF file."""
