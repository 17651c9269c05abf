"""Encode: a painted card to the bytes of its file, with the mark that says what it is and that it is ours.

Nothing here imports Pillow until there is something to encode: a build with nothing to do only reads marks.
"""
