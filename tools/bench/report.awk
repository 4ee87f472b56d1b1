# report.awk - from what bench.sh measured to tables: first each limit with its verdict, then the figures behind it.
# Reads NAME VALUE, and SIZE GROUP NAME CONNECTIONS REQUESTS PROCESSOR-NS MEDIAN-US P99-US WAITED-NS; of repeats the
# median counts.

BEGIN { FS = "\t"; none = "" }

NF == 2 { keep("value", $1, $2) }

NF == 2 && sub(/^visit /, "", $1) {
    visited[++visits] = $1
    visit += $2
}

NF == 9 {
    key = $1 SUBSEP $2 SUBSEP $3 SUBSEP $4
    keep("processor", key, $6 / $5 / 1e6)
    keep("median", key, $7 / 1000)
    keep("p99", key, $8 / 1000)
    keep("spread", key, $8 / $7)
    if ($1 == "postgres")
        over_postgres = $6 / $5
    if ($1 == "beside")                 # measured right after it
        keep("ratio", $2 SUBSEP $3 SUBSEP $4, over_postgres / ($6 / $5))
    ran += $6
    waited += $9
    if (!(($2, $3) in seen)) {
        seen[$2, $3] = 1
        groups[++pages] = $2
        names[pages] = $3
    }
}

function keep(what, key, figure) {
    figures[what, key, ++counts[what, key]] = figure
}

# The median of what was kept; none when nothing was.
function of(what, key,    n, i, all) {
    n = counts[what, key]
    for (i = 1; i <= n; i++)
        all[i] = figures[what, key, i] + 0
    return middle(all, n)
}

function middle(all, n,    i, j, swap) {
    if (n == 0)
        return none
    for (i = 2; i <= n; i++)
        for (j = i; j > 1 && all[j] < all[j - 1]; j--) {
            swap = all[j]
            all[j] = all[j - 1]
            all[j - 1] = swap
        }
    return n % 2 ? all[(n + 1) / 2] : (all[n / 2] + all[n / 2 + 1]) / 2
}

function largest(what, key,    n, i, most) {
    n = counts[what, key]
    most = n ? figures[what, key, 1] + 0 : none
    for (i = 2; i <= n; i++)
        if (figures[what, key, i] + 0 > most)
            most = figures[what, key, i] + 0
    return most
}

function page(what, size, group, name, connections) {
    return of(what, size SUBSEP group SUBSEP name SUBSEP connections)
}

function nginx(what, connections) {
    return page(what, "nginx", "nginx", "nginx", connections)
}

function growth(i) {
    return page("processor", large, groups[i], names[i], 8) / page("processor", small, groups[i], names[i], 8)
}

# What the limit of this name is about, of page i; none when that was not measured of it.
function measured(limit, i) {
    if (limit == "nginx-1")
        return page("processor", large, groups[i], names[i], 1) / nginx("processor", 1)
    if (limit == "nginx-8")
        return page("processor", large, groups[i], names[i], 8) / nginx("processor", 8)
    if (limit == "growth")
        return growth(i)
    if (limit == "p99-1")
        return page("p99", large, groups[i], names[i], 1)
    if (limit == "p99-8")
        return page("p99", large, groups[i], names[i], 8)
    return page("spread", large, groups[i], names[i], 64)
}

function thousands(n) {
    return n < 1000 ? n "" : thousands(int(n / 1000)) "," sprintf("%03d", n % 1000)
}

function tell(what, which, text, beside, limit, verdict) {
    printf "| %-44s | %-30s | %10s | %9s | %7s | %-9s |\n", what, which, text, beside, limit, verdict
}

# A row of the worst page of the groups, which are separated by blanks.  A tail that nginx beside it had as well tells of
# the machine alone.
function judge(what, limit, among, most, unit, beside,    i, one, worst, which, verdict) {
    worst = none
    for (i = 1; i <= pages; i++) {
        if (index(" " among " ", " " groups[i] " ") == 0)
            continue
        one = measured(limit, i)
        if (one != none && (worst == none || one > worst)) {
            worst = one
            which = names[i]
        }
    }
    if (worst == none)
        return
    if (most == none)
        verdict = none
    else if (worst <= most)
        verdict = "ok"
    else
        verdict = limit ~ /p99|spread/ && beside > most / 2 ? "NOISY" : "TOO SLOW"
    tell(what, which, sprintf("%.2f%s", worst, unit), beside == none ? none : sprintf("%.2f%s", beside, unit),
         most == none ? none : most unit, verdict)
}

function judge_size(what, figure, divisor, most, unit, wrong) {
    if (figure != none)
        tell(what, none, sprintf("%.1f%s", figure / divisor, unit), none, most unit, figure / divisor <= most ? "ok" : wrong)
}

function judge_ratio(what, ratio, limit, good, wrong) {
    tell(what, none, sprintf("%.2fx", ratio), none, limit "x", good ? "ok" : wrong)
}

# The whole export, from the database to the file, beside what libxlsxwriter takes to write the same cells, without reading.
function export_limits(    ours, beside, faster, larger, grown) {
    ours = "export-" large
    beside = "libxlsxwriter-" large
    if (of("value", ours "-cpu") == none)
        return
    faster = of("value", beside "-writes") / of("value", ours "-cpu")
    larger = of("value", ours "-bytes") / of("value", beside "-bytes")
    grown = largest("value", ours "-kib") / largest("value", "export-" file_rows "-kib")
    judge_ratio("Export of " thousands(large) ", times libxlsxwriter", faster, "8", faster >= 8, "TOO SLOW")
    if (of("value", "both-" ours "-s") != none) {
        faster = of("value", beside "-writes") / of("value", "both-" ours "-s")
        judge_ratio("the same with both, by the clock", faster, "8", faster >= 8, "TOO SLOW")
    }
    judge_ratio("its file, of libxlsxwriter's", larger, "1.2", larger <= 1.2, "TOO LARGE")
    judge_ratio("its peak memory, of that at " thousands(file_rows), grown, "1.2", grown <= 1.2, "TOO LARGE")
    judge_size("its peak memory", largest("value", ours "-kib"), 1024, 96, " MiB", "TOO LARGE")
}

# ---- PostgreSQL ----

# Of the pages of a group: the largest of what a function of page i says, where it was measured.
function postgres_page(figure, i) {
    if (figure == "spread")
        return page("spread", "postgres", groups[i], names[i], 64)
    if (figure == "p99")
        return page("p99", "postgres", groups[i], names[i], 8)
    return postgres_ratio(i, figure == "ratio-1" ? 1 : 8)
}

# What we take over PostgreSQL, of what we take with SQLite: in the median of the rounds, each of them compared by itself.
function postgres_ratio(i, connections) {
    return of("ratio", groups[i] SUBSEP names[i] SUBSEP connections)
}

function postgres_judge(what, figure, among, most, unit,    i, one, worst, which) {
    worst = none
    for (i = 1; i <= pages; i++) {
        if (index(" " among " ", " " groups[i] " ") == 0)
            continue
        one = postgres_page(figure, i)
        if (one != none && (worst == none || one > worst)) {
            worst = one
            which = names[i]
        }
    }
    if (worst != none)
        tell(what, which, sprintf("%.2f%s", worst, unit), none, most == none ? none : most unit,
             most == none ? none : worst <= most ? "ok" : "TOO SLOW")
}

function postgres_limits() {
    postgres_judge("PostgreSQL: processor time of that with SQLite", "ratio-1", "overview", 2, "x")
    postgres_judge("the same with 8 connections, see above", "ratio-8", "overview", 2, "x")
    postgres_judge("the same of a list without rows", "ratio-1", "empty", 2, "x")
    postgres_judge("the same with 8 connections, see above", "ratio-8", "empty", 2, "x")
    postgres_judge("the card, processor time of that with SQLite", "ratio-1", "card", none, "x")
    postgres_judge("the same with 8 connections, see above", "ratio-8", "card", none, "x")
    postgres_judge("Overview, 8 connections, p99", "p99", "overview empty", 8, " ms")
    postgres_judge("Overview, 64 connections, p99 of the median", "spread", "overview empty", 4, "x")
    postgres_judge("Search, 8 connections, p99", "p99", "search palette", none, " ms")
    judge_size("Import, of a bare COPY and INSERT ... SELECT", of("value", "both-postgres-import-s"), of("value", "postgres-bare"), 1.5, "x", "TOO SLOW")
    judge_size("Opening an administration never used before", largest("value", "open-administration"), 1, 30, " ms", "TOO SLOW")
    judge_size("Memory of the program at its peak", largest("value", "postgres-peak"), 1024, 200, " MiB", "TOO LARGE")
    judge_size("the same, of thousands of administrations", largest("value", "administrations-peak"), 1024, 200, " MiB", "TOO LARGE")
}

# ms for a page of this group that costs what most of them do: of us, or of the database.
function postgres_usual(group, whose,    i, n, all) {
    n = 0
    for (i = 1; i <= pages; i++) {
        if (groups[i] != group)
            continue
        all[++n] = whose == "database" ? of("value", "database " group " " names[i]) : page("processor", "postgres", group, names[i], 8)
    }
    return middle(all, n)
}

function postgres_moved(what,    name) {
    name = "both-postgres-" what
    printf "| %s of %s rows | %.1f s | %s | %.1f | %.1f |\n", what, thousands(large), of("value", name "-s"),
           thousands(int(large / of("value", name "-s"))), of("value", name "-cpu") * 1e6 / large,
           of("value", "postgres-" what "-database") * 1e6 / large
}

# Three columns; a search was not asked of SQLite here.
function postgres_beside(i, connections) {
    return sprintf("%9s | %13s | %5s", or_nothing("%.3f", page("processor", "beside", groups[i], names[i], connections)),
                   or_nothing("%.3f", page("processor", "postgres", groups[i], names[i], connections)),
                   or_nothing("%.2fx", postgres_ratio(i, connections)))
}

function or_nothing(format, figure) {
    return figure == none ? "" : sprintf(format, figure)
}

function postgres_table(    i) {
    print "\n## The same over PostgreSQL\n"
    print "Milliseconds of processor time: of the program with either, and of the database.\n"
    print "| Page                                | SQLite, 1 | PostgreSQL, 1 | times | SQLite, 8 | PostgreSQL, 8 | times | database, 8 | p99 with 8 | p99/median with 64 |"
    print "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    for (i = 1; i <= pages; i++)
        if (page("processor", "postgres", groups[i], names[i], 8) != none)
            printf "| %-35s | %s | %s | %11.3f | %7.2f ms | %18s |\n", names[i] (groups[i] == "palette" ? " (palette)" : ""),
                   postgres_beside(i, 1), postgres_beside(i, 8), of("value", "database " groups[i] " " names[i]),
                   postgres_page("p99", i), or_nothing("%.2f", postgres_page("spread", i))
    printf "\nIn the median of the pages: an overview %.3f ms of ours and %.3f of the database, a search %.3f and %.3f.\n",
           postgres_usual("overview"), postgres_usual("overview", "database"), postgres_usual("search"), postgres_usual("search", "database")
    if (of("value", "both-postgres-import-s") != none) {
        print "\n| Twenty columns | clock | rows/s | us a row, ours | us a row, database |"
        print "|---|--:|--:|--:|--:|"
        postgres_moved("import")
        postgres_moved("export")
        printf "| the bare COPY and INSERT ... SELECT | %.1f s | | | |\n", of("value", "postgres-bare")
    }
    if (of("value", "open-administration") != none)
        printf "\nOpening an administration that was never used before took %.1f ms in the median.\n", of("value", "open-administration")
}

function limits() {
    tell("Measured", "worst of", "value", "nginx", "limit", none)
    print "|---|---|--:|--:|--:|---|"
    if (nginx("processor", 1) != none) {
        judge("Overview, processor time of nginx's", "nginx-1", "overview empty", 6, "x", 1)
        judge("the same with 8 connections, see above", "nginx-8", "overview empty", 6, "x", 1)
        judge("Overview, 8 connections, p99", "p99-8", "overview empty", 3, " ms", nginx("p99", 8))
        judge("Overview, 64 connections, p99 of the median", "spread", "overview empty", 4, "x", nginx("spread", 64))
        judge("Card, processor time of nginx's", "nginx-1", "card", 5, "x", 1)
        judge("the same with 8 connections, see above", "nginx-8", "card", 5, "x", 1)
        judge("Cost of " thousands(large) " of that of " thousands(small), "growth", "overview empty card", 1.3, "x", none)
        judge("Search, 1 connection, p99", "p99-1", "search palette", 20, " ms", nginx("p99", 1))
        judge("Search, 8 connections, p99", "p99-8", "search palette", none, " ms", nginx("p99", 8))
    }
    judge_size("From start to first answer", of("value", "start"), 1, 100, " ms", "TOO SLOW")
    judge_size("Memory after the first answer", of("value", "idle"), 1024, 20, " MiB", "TOO LARGE")
    judge_size("Memory at its peak, under all of this load", largest("value", "peak"), 1024, 100, " MiB", "TOO LARGE")
    judge_size("Program, stripped", of("value", "binary"), 1048576, 4, " MiB", "TOO LARGE")
    judge_size("First visit, on the wire", visits ? visit : none, 1000, 100, " KB", "TOO LARGE")
    judge_size("Overview, on the wire", of("value", "page-overview"), 1000, 15, " KB", "TOO LARGE")
    judge_size("Card, on the wire", of("value", "page-card"), 1000, 15, " KB", "TOO LARGE")
    export_limits()
    if (processor("import-shared-" large) != none)
        import_limits()
    if (of("value", "postgres-peak") != none)
        postgres_limits()
}

function overview_table(    i) {
    printf "\n## Pages\n\nProcessor time of nginx per request: %.4f ms with one connection, %.4f ms with 8.\n\n",
           nginx("processor", 1), nginx("processor", 8)
    print "| Page                                | ms, 1 connection | of nginx | ms, 8 connections | of nginx | of " thousands(small) " | p99 with 8 | p99/median with 64 |"
    print "|---|--:|--:|--:|--:|--:|--:|--:|"
    for (i = 1; i <= pages; i++)
        if (groups[i] ~ /^(overview|empty|card)$/)
            printf "| %-35s | %16.3f | %7.2fx | %17.3f | %7.2fx | %6.2fx | %7.2f ms | %18s |\n", names[i],
                   page("processor", large, groups[i], names[i], 1), measured("nginx-1", i),
                   page("processor", large, groups[i], names[i], 8), measured("nginx-8", i), growth(i), measured("p99-8", i),
                   measured("spread", i) == none ? "" : sprintf("%.2f", measured("spread", i))
}

function search_table(    i) {
    print "\n## Search as you type\n"
    print "| Typed                               | ms per request | of " thousands(small) " | median with 1 | p99 with 1 | p99 with 8 |"
    print "|---|--:|--:|--:|--:|--:|"
    for (i = 1; i <= pages; i++)
        if (groups[i] == "search" || groups[i] == "palette")
            printf "| %-35s | %14.3f | %6.2fx | %10.2f ms | %7.2f ms | %7.2f ms |\n",
                   names[i] (groups[i] == "palette" ? " (palette)" : ""),
                   page("processor", large, groups[i], names[i], 8), growth(i),
                   page("median", large, groups[i], names[i], 1), measured("p99-1", i), measured("p99-8", i)
}

function visit_table(    i) {
    print "\n## A first visit\n"
    print "| File          | bytes on the wire |"
    print "|---|--:|"
    for (i = 1; i <= visits; i++)
        printf "| %-13s | %17d |\n", visited[i], of("value", "visit " visited[i])
}

function export_row(what, name, cpu, rows) {
    if (of("value", name "-cpu") != none)
        printf "| %-40s | %7s | %9s | %6.2f s | %7.2f s | %6.1f MB | %7.1f MiB |\n", what, thousands(rows),
               thousands(int(rows / of("value", cpu))), of("value", cpu), of("value", name "-s"),
               of("value", name "-bytes") / 1e6, largest("value", name "-kib") / 1024
}

function export_row_both(rows,    name) {
    name = "both-export-" rows
    if (of("value", name "-s") != none)
        printf "| %-40s | %7s | %9s | %6.2f s | %7.2f s | %6.1f MB | %7.1f MiB |\n", "poolster export, both", thousands(rows),
               thousands(int(rows / of("value", name "-s"))), of("value", name "-cpu"), of("value", name "-s"),
               of("value", "export-" rows "-bytes") / 1e6, largest("value", name "-kib") / 1024
}

function export_table(    i, rows) {
    print "\n## The export beside libxlsxwriter\n"
    print "The same cells; of the export all is counted from the database to the file; of libxlsxwriter the writing alone,"
    print "in its constant-memory mode (what it read, and from where, is in its time and its memory). Rows/s are of the"
    print "processor, or, of an export that has both, of the clock.\n"
    print "| Written by                               |    rows |    rows/s | processor |     time |      file | peak memory |"
    print "|---|--:|--:|--:|--:|--:|--:|"
    for (i = 1; i <= 2; i++) {
        rows = i == 1 ? file_rows : large
        export_row("poolster export", "export-" rows, "export-" rows "-cpu", rows)
        export_row_both(rows)
        export_row("libxlsxwriter, constant memory", "libxlsxwriter-" rows, "libxlsxwriter-" rows "-writes", rows)
    }
}

# ---- importing ----

function processor(name) {
    return of("value", name "-cpu")
}

# What reading the sheet and writing its rows take at the very least.
function bare(kind, rows) {
    return of("value", "scan-" kind "-" rows) + of("value", "insert-" rows)
}

# Beside openpyxl, which merely reads the file.
function openpyxl_limit(kind, clock,    read, faster) {
    read = processor("openpyxl-" kind "-" large)
    if (read == none)
        return
    faster = read / clock
    judge_ratio("times openpyxl, which reads it, by the clock", faster, "10", faster >= 10, "TOO SLOW")
}

function import_limits(    kinds, i, kind, peak, small_peak, clock) {
    split("shared inline", kinds, " ")
    for (i = 1; i <= 2; i++) {
        kind = kinds[i]
        peak = largest("value", "import-" kind "-" large "-kib")
        small_peak = largest("value", "import-" kind "-" file_rows "-kib")
        judge_size("Import of a row, " kind " texts", processor("import-" kind "-" large) * 1e6, large, 20, " us", "TOO SLOW")
        clock = of("value", "both-import-" kind "-" large "-s")
        if (clock != none)              # on a machine with other work it is longer than what both processors did
            judge_size("the same with both, by the clock", clock * 1e6, large, 20, " us",
                       clock > processor("both-import-" kind "-" large) ? "NOISY" : "TOO SLOW")
        if (clock != none)
            openpyxl_limit(kind, clock)
        judge_size("a row, of reading and bare writing", processor("import-" kind "-" large), bare(kind, large), 1.6, "x", "TOO SLOW")
        judge_size("Nothing changed, of adding", processor("update-" kind "-" large), processor("import-" kind "-" large), 0.5, "x", "TOO SLOW")
        judge_size("Memory of an import, " kind " texts", peak, 1024, 96, " MiB", "TOO LARGE")
        judge_size("the same, of that of " thousands(file_rows) " rows", peak, small_peak, 1.2, "x", "TOO LARGE")
    }
    judge_size("Overview during an import, p99", largest("value", "visit-import"), 1000, 50, " ms", "TOO SLOW")
    judge_size("Overview during a check, p99", largest("value", "visit-check"), 1000, 50, " ms", "TOO SLOW")
}

# rows/s: of the processor, or, where both are used, of the clock.
function import_row(what, rows, seconds, cpu, kib) {
    if (seconds != none)
        printf "| %-52s | %9s | %9s | %8.2f s | %9s |\n", what, thousands(rows), thousands(int(rows / seconds)), cpu,
               kib == none ? "" : sprintf("%.1f MiB", kib / 1024)
}

function import_rows(what, name, rows) {
    import_row(what, rows, processor(name "-" rows), processor(name "-" rows), largest("value", name "-" rows "-kib"))
}

function import_rows_both(what, name, rows) {
    name = "both-" name "-" rows
    import_row(what ", both", rows, of("value", name "-s"), processor(name), largest("value", name "-kib"))
}

function import_sizes(what, name) {
    import_rows(what, name, file_rows)
    import_rows(what, name, large)
    import_rows_both(what, name, file_rows)
    import_rows_both(what, name, large)
}

function limit_row(what, name) {
    import_row(what, large, of("value", name), of("value", name), none)
}

function import_table(    kinds, i, kind) {
    print "\n## Importing twenty columns\n"
    print "| What                                                 |      rows |    rows/s | processor  |    memory |"
    print "|---|--:|--:|--:|--:|"
    split("shared inline", kinds, " ")
    for (i = 1; i <= 2; i++) {
        kind = kinds[i]
        import_sizes("import, Nieuw, " kind " texts", "import-" kind)
        import_sizes("check alone, " kind " texts", "check-" kind)
        import_sizes("import, Bijwerken, nothing changed, " kind " texts", "update-" kind)
        limit_row("the limit: reading the sheet, " kind " texts", "scan-" kind "-" large)
        import_rows("beside it: openpyxl reads the file, no more", "openpyxl-" kind, large)
    }
    limit_row("the limit: bare INSERTs of the same rows", "insert-" large)
    if (of("value", "visit-import") != none)
        printf "\nThe server that checked and imported the file used %.1f MiB at most; the p99 of others' overviews was %.1f ms in"\
               " the median.\n", of("value", "visit-kib") / 1024, of("value", "visit-import") / 1000
}

END {
    limits()
    if (of("value", "after") != none)
        printf "\nAfter the load the program held %.1f MiB; the overview is %.1f KB before compression.\n",
               of("value", "after") / 1024, of("value", "page-overview-plain") / 1000
    if (of("value", "halt-poll") != none)
        printf "\nThis virtual machine polled %d us for work before it halted a processor.\n", largest("value", "halt-poll") / 1000
    if (nginx("processor", 1) != none) {
        printf "Of the time the servers could have run they waited %.1f %% for what else ran on their processor.\n",
               100 * waited / (ran + waited)
        overview_table()
        search_table()
    }
    if (visits)
        visit_table()
    if (of("value", "export-" large "-cpu") != none)
        export_table()
    if (processor("import-shared-" large) != none)
        import_table()
    if (of("value", "postgres-peak") != none)
        postgres_table()
}
