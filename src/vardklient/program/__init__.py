"""The windowed program put together: who starts what, in which thread, and who is told."""
