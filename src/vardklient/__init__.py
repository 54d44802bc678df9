"""Vårdklient: a desktop client for clinicians who meet their patients by video."""
