"""What comes to light when records are laid side by side: pure reckoning on records, no I/O, no clock."""
