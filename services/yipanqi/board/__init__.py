"""The board: a projection of the ledger into a database, its HTTP API, its live stream and its page."""
