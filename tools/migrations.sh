#!/bin/sh
# migrations.sh .../SCHEMA/NUMBER-WHAT.sql... - prints C that holds these migrations, in this order.
# As bytes, for a text in C may not be as long as a migration.
set -eu

echo '#include "store/migrate.h"'
echo
count=0
for file; do
    count=$((count + 1))
    echo "static const char migration_$count[] = {"
    od -An -v -td1 -w32 "$file" | sed 's/[-0-9][0-9]*/&,/g'
    echo '0 };'
done
echo
echo 'const struct migration migration_files[] = {'
count=0
for file; do
    count=$((count + 1))
    echo "    { \"$(basename "$(dirname "$file")")/$(basename "$file")\", migration_$count },"
done
echo '    { NULL, NULL }'
echo '};'
