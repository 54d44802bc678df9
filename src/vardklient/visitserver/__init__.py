"""The self-hosted visit server and its patient page."""
