"""State machines: step(state, event) -> (state, effects). No Qt, no device, no socket."""
