"""Messages between client, page and visit server, with a strict parser."""
