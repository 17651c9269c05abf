"""Pictures: found, loaded, checked, decoded, and given effects. Nothing else in ogp decodes one."""
