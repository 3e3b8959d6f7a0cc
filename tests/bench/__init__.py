"""Measurements: our figures beside the raw client doing the same work, in one run. `make bench`."""
