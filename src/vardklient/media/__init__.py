"""Camera, microphone, loudspeaker and their lists."""
