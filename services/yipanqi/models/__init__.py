"""The contract's records as typed Python values: one module per aggregate, generated from `schemas/`."""
