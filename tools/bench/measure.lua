-- For wrk: one line of figures behind its own, "measured REQUESTS ERRORS MEDIAN P99" with times in microseconds.
function done(summary, latency)
    local e = summary.errors
    io.write(string.format("measured %d %d %d %d\n", summary.requests, e.connect + e.read + e.write + e.status + e.timeout,
        latency:percentile(50), latency:percentile(99)))
end
