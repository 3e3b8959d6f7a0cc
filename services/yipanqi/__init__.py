"""Yipanqi (一盘棋): the event bus and the one view that a district's units share of projects and carriers."""
