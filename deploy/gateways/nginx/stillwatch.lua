-- SPDX-License-Identifier: Apache-2.0
-- Admits a call before nginx passes it on, and settles what it used once it has been answered.
local calls = require "calls"

local stillwatch = {}

-- Where to settle, from the same machine as the upstream "limiter" in lua.conf.
local HOST, PORT = "127.0.0.1", 8791
local WAIT_MILLIS = 1000

-- What becomes of a call that nobody could decide on: true lets it pass.
local OPEN = true

local INWARD = "^x%-stillwatch%-"

local function undecided()
  ngx.log(ngx.ERR, "the limiter cannot tell; the call ", OPEN and "passes" or "is refused")
  if not OPEN then return ngx.exit(ngx.HTTP_SERVICE_UNAVAILABLE) end
end

local function refuse(status, problem)
  ngx.status = status
  ngx.header["content-type"] = "application/problem+json"
  ngx.print(problem)
  return ngx.exit(status)
end

-- Takes out what a caller wrote in the limiter's name.
function stillwatch.clean()
  for name in pairs(ngx.req.get_headers(0)) do
    if name:lower():find(INWARD) then ngx.req.clear_header(name) end
  end
end

function stillwatch.admit()
  -- Other methods ask no model.
  if ngx.req.get_method() ~= "POST" then return ngx.exit(405) end
  stillwatch.clean()
  ngx.req.read_body()
  -- In a file: nobody could say what it asks for.
  if ngx.req.get_body_file() then return ngx.exit(413) end
  local body = ngx.req.get_body_data() or ""
  -- Read once: nginx makes up another one in a later phase.
  local id = ngx.var.request_id
  local question, more = calls.admission(ngx.var.account, id, body, ngx.var.http_content_encoding)
  if not question then return refuse(ngx.HTTP_BAD_REQUEST, more) end
  ngx.ctx.id, ngx.ctx.estimate, ngx.ctx.tail = id, more, calls.tail()
  local answer = ngx.location.capture("/limiter/admit", { method = ngx.HTTP_POST, body = question })
  if answer.status == ngx.HTTP_OK then
    for name, value in pairs(answer.header) do
      if name:lower():find(INWARD) then ngx.req.set_header(name, value) end
    end
    return
  end
  if calls.undecided(answer.status) then return undecided() end
  ngx.ctx.tail = nil
  for name, value in pairs(answer.header) do
    local lower = name:lower()
    if lower == "retry-after" or lower:find("ratelimit") then ngx.header[name] = value end
  end
  return refuse(answer.status, calls.problem(answer.body))
end

function stillwatch.read(chunk)
  local tail = ngx.ctx.tail
  if tail and chunk ~= "" then calls.follow(tail, chunk) end
end

local function unsettled(why)
  ngx.log(ngx.ERR, "not settled: ", why, "; the estimate is charged when the reservation expires")
end

local function post(_, path, body)
  local socket = ngx.socket.tcp()
  socket:settimeout(WAIT_MILLIS)
  local sent, why = socket:connect(HOST, PORT)
  if sent then
    sent, why = socket:send("POST " .. path .. " HTTP/1.1\r\nhost: limiter\r\nconnection: close\r\ncontent-length: "
      .. #body .. "\r\n\r\n" .. body)
    if sent then sent, why = socket:receive("*l") end
    socket:close()
  end
  -- 404: it was never admitted, because the limiter could not tell.
  if not sent or not sent:find(" 200 ") and not sent:find(" 404 ") then
    unsettled(why or sent)
  end
end

-- The log phase may not wait for anybody, so a timer settles.
function stillwatch.settle()
  if not ngx.ctx.tail then return end
  local account, id = ngx.var.account, ngx.ctx.id
  local set, why
  if calls.unused(ngx.status) then
    set, why = ngx.timer.at(0, post, "/v1/cancel", calls.cancellation(account, id))
  else
    set, why = ngx.timer.at(0, post, "/v1/settle", calls.settlement(account, id, ngx.ctx.tail, ngx.ctx.estimate))
  end
  if not set then unsettled(why) end
end

return stillwatch
