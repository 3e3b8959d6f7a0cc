"""The contract read from `schemas/`: schemas, code lists, catalogue, and the masking that follows from `share`."""
