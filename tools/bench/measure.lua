-- For wrk: one line of figures behind its own, "measured REQUESTS ERRORS MEDIAN P99" with times in microseconds.
function done(summary, latency)
    local e = summary.errors
    io.write(string.format("measured %d %d %d %d\n", summary.requests, e.connect + e.read + e.write + e.status + e.timeout,
        latency:percentile(50), latency:percentile(99)))
end

-- With an argument, so many milliseconds between an answer and the next request.
function init(args)
    if args[1] then
        delay = function() return tonumber(args[1]) end
    end
end
