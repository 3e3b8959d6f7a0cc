"""What the Investment Promotion Centre (招商中心) adds to a unit service: the declarations of its spreadsheets."""
