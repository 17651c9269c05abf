"""A run over a whole site: plan what is missing or stale, render it on all cores, report."""
