"""Layout: a card, a template and fonts become a frame. Every decision about the picture falls here."""
