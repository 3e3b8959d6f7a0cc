"""A district to try it on: a history that its own rules would decide so, made from a seed, and played on the bus."""
