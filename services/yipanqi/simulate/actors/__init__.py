"""The people of a simulated district, one module for each kind of record: what they do, and when."""
