"""What the SOE groups (国企) add to a unit service: the declarations of their spreadsheets, in sheets.yaml."""
