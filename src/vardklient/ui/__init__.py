"""Qt widgets, list models, painting and texts."""
