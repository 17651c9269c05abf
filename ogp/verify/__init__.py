"""Verify: the built site in, findings out. What `ogp check` does; it reads and never writes.

pages ──head──▶ Head ─┐
                      ├─judge─▶ Finding ──▶ lines, annotations, a JSON report
cards ──images─▶ Card ┘  (pure)
"""
