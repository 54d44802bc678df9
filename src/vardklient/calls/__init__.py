"""The call engine on aiortc and the signalling client."""
