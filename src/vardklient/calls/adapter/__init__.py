"""The only place that knows aiortc and aioice from the inside: every private name that we lean on."""
