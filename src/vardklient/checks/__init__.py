"""Pure measurement and verdict of picture and sound: arrays in, numbers out."""
