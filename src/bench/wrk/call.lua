-- The same request again and again: BENCH_BODY, with the headers of BENCH_HEADERS, one a line. Without a body a GET
local body = os.getenv("BENCH_BODY")

wrk.method = (body and body ~= "") and "POST" or "GET"
wrk.body = (body and body ~= "") and body or nil
for line in (os.getenv("BENCH_HEADERS") or ""):gmatch("[^\n]+") do
  local name, value = line:match("^([^:]+):%s*(.*)$")
  wrk.headers[name] = value
end
