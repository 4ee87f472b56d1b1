#!/bin/sh
# oracle.sh - judges the reader and the writer from outside: by the workbooks of the oracles, when the environment
# variable POOLSTER_ORACLES names their folder, and by openpyxl, when Python has it.  Skips what is not there.
set -eu
build=${POOLSTER_BUILD:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -n "${POOLSTER_ORACLES-}" ]; then
    python3 "$POOLSTER_ORACLES/xlsx/mkxlsx" "$work" --big
    python3 "$POOLSTER_ORACLES/xlsx/xlsxcheck" "$work" -- "$build/sheetdump"
else
    echo "POOLSTER_ORACLES is not set: skipped"
fi

# openpyxl writes with absolute targets and shared strings; we read it back.
if /usr/bin/python3 -c 'import openpyxl' 2>/dev/null; then
    /usr/bin/python3 - "$work/openpyxl.xlsx" <<'PYTHON'
import datetime, sys, openpyxl
book = openpyxl.Workbook()
sheet = book.active
sheet.append(['Relatiecode', 'Naam', 'Sinds', 'Nonactief', 'Krediet'])
sheet.append([1001, 'Jansen & Zn', datetime.date(2026, 1, 31), True, 12.5])
sheet.append([None, '  =1+1'])
sheet['A4'] = '=1+1'
book.save(sys.argv[1])
PYTHON
    cat >"$work/expected" <<'JSON'
{"rows":[[{"s":"Relatiecode"},{"s":"Naam"},{"s":"Sinds"},{"s":"Nonactief"},{"s":"Krediet"}],
[{"n":"1001"},{"s":"Jansen & Zn"},{"d":"2026-01-31"},{"b":true},{"n":"12.5"}],
[null,{"s":"  =1+1"}]]}
JSON
    "$build/sheetdump" "$work/openpyxl.xlsx" | diff "$work/expected" -
    echo "openpyxl: read as it was written"
else
    echo "openpyxl is not there: skipped"
fi
