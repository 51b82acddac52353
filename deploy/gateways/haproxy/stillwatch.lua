-- SPDX-License-Identifier: Apache-2.0
-- Admits a call before HAProxy passes it on, and settles what it used once it has been answered.
local calls = require "calls"

local LIMITER = os.getenv("STILLWATCH_LIMITER") or "http://127.0.0.1:8791"
local DECIDE_MILLIS = 200
local SETTLE_MILLIS = 1000

-- What becomes of a call that nobody could decide on: true lets it pass.
local OPEN = true

-- The account stands in a header, too, so that what balances between limiters can go by it.
local function post(path, account, body, timeout)
  local headers = { ["x-account"] = { account } }
  return core.httpclient():post({ url = LIMITER .. path, headers = headers, body = body, timeout = timeout })
end

local function refuse(txn, status, problem, headers)
  local reply = txn:reply({ status = status, body = problem })
  for name, values in pairs(headers) do
    if name == "retry-after" or name:find("ratelimit") then reply:add_header(name, values[0]) end
  end
  reply:add_header("content-type", "application/problem+json")
  txn:done(reply)
end

local function admit(txn)
  local body = txn.sf:req_body()
  -- It did not fit beside its headers: nobody could say what it asks for.
  if #body ~= txn.f:req_body_size() then return txn:done(txn:reply({ status = 413 })) end
  local account, id = txn:get_var("txn.account"), txn:get_var("txn.id")
  local question, more = calls.admission(account, id, body, txn.sf:req_hdr("content-encoding"))
  if not question then return refuse(txn, 400, more, {}) end
  local answer = post("/v1/admit", account, question, DECIDE_MILLIS)
  txn:set_var("txn.estimate", more)
  if answer.status == 200 then
    for name, values in pairs(answer.headers) do
      if name:find("^x%-stillwatch%-") then txn.http:req_set_header(name, values[0]) end
    end
    return
  end
  if calls.undecided(answer.status) then
    core.Alert("the limiter cannot tell; the call " .. (OPEN and "passes" or "is refused"))
    if not OPEN then txn:done(txn:reply({ status = 503 })) end
    return
  end
  txn:unset_var("txn.estimate")
  refuse(txn, answer.status, calls.problem(answer.body), answer.headers)
end

-- Follows one answer. It may not wait for anybody, so a task settles.
local settle = { id = "settle", flags = filter.FLT_CFG_FL_HTX }
settle.__index = settle

function settle:new()
  return setmetatable({ tail = calls.tail() }, settle)
end

function settle:start_analyze(_, channel)
  if channel:is_resp() then filter.register_data_filter(self, channel) end
end

function settle:http_payload(_, message)
  calls.follow(self.tail, message:body() or "")
end

-- Also comes when the caller hung up: what was written so far has been used.
function settle:end_analyze(txn, channel)
  local estimate = txn:get_var("txn.estimate")
  if not estimate or not channel:is_resp() then return end
  txn:unset_var("txn.estimate")
  local account, id = txn:get_var("txn.account"), txn:get_var("txn.id")
  local path, body = "/v1/settle", calls.settlement(account, id, self.tail, estimate)
  -- Also of an answer that HAProxy gave for the server. Without one the caller hung up.
  local status = txn:get_var("txn.status")
  if status and calls.unused(status) then path, body = "/v1/cancel", calls.cancellation(account, id) end
  core.register_task(function()
    local answer = post(path, account, body, SETTLE_MILLIS)
    -- 404: it was never admitted, because the limiter could not tell.
    if answer.status ~= 200 and answer.status ~= 404 then
      core.Alert("not settled: status " .. answer.status .. "; the estimate is charged when the reservation expires")
    end
  end)
end

core.register_action("admit", { "http-req" }, admit)
core.register_filter("settle", settle, function(one) return one end)
