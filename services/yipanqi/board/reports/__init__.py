"""Reports that commerce sends: the month's and the week's, as values, as a workbook, as a page to print."""
