"""Visit sources: calendar files, booking files, the visit server."""
