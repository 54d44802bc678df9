"""Frozen records and rules: visits, the cross-check, verdict codes, identity, eye-line geometry."""
