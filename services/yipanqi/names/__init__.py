"""Names of enterprises: what of a name tells two firms apart, how similar two are, and who of many is similar."""
