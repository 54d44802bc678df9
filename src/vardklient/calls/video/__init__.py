"""Pictures: encoders, sizes, putting packets together again."""
