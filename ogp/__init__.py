"""ogp: social cards for Japanese sites."""
