"""The district's figures (指标): pure functions over the board's records, each with what it was made of.

`registry.FIGURES` names them all. Nothing here reads a database, a clock or a setting by itself.
"""
