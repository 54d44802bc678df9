"""Signing in with OpenID Connect: authorization code with PKCE through the system's browser, as RFC 8252 has it."""
