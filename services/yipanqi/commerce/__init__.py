"""What the Commerce Bureau (商务局) adds to a unit service: the declarations of its spreadsheets, in sheets.yaml."""
