"""read_openpyxl.py FILE - reads every cell of the first sheet and keeps none: what Python programs read Excel with."""
import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1], read_only=True)
rows = cells = 0
for row in book.worksheets[0].iter_rows(values_only=True):
    rows += 1
    cells += sum(value is not None for value in row)
print(f"{rows} rows, {cells} cells")
