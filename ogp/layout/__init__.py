"""Layout: from a card, a template and fonts to a display list: where every item lies and how each text is set."""
