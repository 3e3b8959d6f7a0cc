"""The best assignment of the district's scarce carriers to its waiting projects, proven by a bound."""
