"""Pictures: found, loaded, decoded, checked, scaled. Nothing else in ogp decodes one."""
