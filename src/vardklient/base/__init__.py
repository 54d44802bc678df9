"""Ground floor: errors, units, clock, newest-wins slot, the asyncio thread, log filter. Standard library only."""
