"""Tools for those who design templates: check, measure, describe, draw contact sheets, create."""
