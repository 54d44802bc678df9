"""Sound: Opus, the buffer before the loudspeaker, speech into a muted microphone."""
