"""Checks of a built site, for `ogp check`: whether crawlers find every card. It reads and never writes.

pages ──page_head──▶ PageHead ──┐
                                ├─rules─▶ Finding ──▶ lines, annotations, a JSON report
cards ──card_files─▶ CardFile ──┘  (pure)
"""
