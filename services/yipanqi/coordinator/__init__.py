"""The coordinator (统筹): the exactly-once loop around the rules, and the only writer of ledger, state and board."""
