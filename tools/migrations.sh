#!/bin/sh
# migrations.sh FOLDER SCHEMA/NUMBER-WHAT.sql... - prints a C header that holds these migrations of FOLDER, in this order.
# As bytes, for a text in C may not be as long as a migration.
set -eu
cd "$1"
shift

echo '#include <stddef.h>'
echo
count=0
for file; do
    count=$((count + 1))
    echo "static const char migration_$count[] = {"
    od -An -v -td1 -w32 "$file" | sed 's/[-0-9][0-9]*/&,/g'
    echo '0 };'
done
echo
echo 'static const struct { const char *name, *sql; } migration_files[] = {'
count=0
for file; do
    count=$((count + 1))
    echo "    { \"$file\", migration_$count },"
done
echo '    { NULL, NULL }'
echo '};'
echo "static const size_t migration_file_count = $count;"
