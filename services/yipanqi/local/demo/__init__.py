"""The demo's data: workbooks as departments keep them, in `workbooks/` (its README says what is illustrative)."""
