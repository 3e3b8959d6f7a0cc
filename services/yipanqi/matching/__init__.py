"""Which carriers suit a project, and the district's best assignment: pure reckoning on records, no I/O, no clock."""
