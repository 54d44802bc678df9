"""Settings, secrets and logs that hold no patient data."""
