-- Takes ten messages and acks them by their delivery, in turn
local headers = { ["Content-Type"] = "application/json", ["Accept"] = "application/json, text/event-stream" }
local open = {}

for line in (os.getenv("BENCH_HEADERS") or ""):gmatch("[^\n]+") do
  local name, value = line:match("^([^:]+):%s*(.*)$")
  headers[name] = value
end

local function call(tool, arguments)
  return wrk.format("POST", nil, headers,
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"' .. tool .. '","arguments":' .. arguments .. '}}')
end

function request()
  local delivery = table.remove(open)
  if delivery then
    return call("ack_messages", '{"consumer_id_or_name":"orders-stream","delivery_id":"' .. delivery .. '"}')
  end
  return call("receive_messages", '{"consumer_id_or_name":"orders-stream","batch_size":10}')
end

function response(status, head, body)
  local received = body:match('"messages":%[{')
  local delivery = received and body:match('"delivery_id":"([^"]+)"')
  if delivery then
    open[#open + 1] = delivery
  end
end
