"""Figures on the board: rows kept in memory, terms counted in the background, answers and what is behind them."""
