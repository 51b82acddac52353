-- SPDX-License-Identifier: Apache-2.0
-- What a gateway has to know of a call to a model: what to ask before it, and what it used. For nginx's Lua module and
-- HAProxy alike; needs lua-cjson. Bodies are OpenAI's or Anthropic's, plain or streamed.
local json = require "cjson.safe"

local calls = {}

-- Bytes of the end of an answer in which its usage is looked for. Both providers write it last.
calls.TAIL = 8192

-- About four bytes of a request are a token; what was really used is settled.
local BYTES_PER_TOKEN = 4

-- A whole number as a server may read it, bounded so that it can be written as one.
local function whole(value)
  local number = tonumber(value)
  return number and number >= 0 and number == math.floor(number) and math.min(number, 1000000000) or nil
end

-- Of several caps a server may honour any.
local function greatest(...)
  local most
  for i = 1, select("#", ...) do
    local one = whole((select(i, ...)))
    if one and (not most or one > most) then most = one end
  end
  return most
end

-- The question for /v1/admit, and the input tokens that it holds. `id` must be the gateway's own: calls with one id are one
-- call. The body has to be whole; one that is no JSON is asked about all the same, by its length.
function calls.admission(account, id, body)
  local call = json.decode(body)
  call = type(call) == "table" and call or {}
  local question = {
    domain = "llm", account = account, request_id = id,
    model = type(call.model) == "string" and call.model or "",
    input_tokens = math.ceil(#body / BYTES_PER_TOKEN),
    max_tokens = greatest(call.max_tokens, call.max_completion_tokens, call.max_output_tokens),
    n = greatest(call.n, call.best_of),
  }
  return json.encode(question), question.input_tokens
end

-- The question for /v1/settle: what the end of an answer says was used. The call is named by the gateway's own id, so that
-- one whose admission came too late is settled too. Without usage the estimate stays charged, so a stream that hides its
-- usage is not free. `estimate` stands for input tokens that the answer does not name.
function calls.settlement(account, id, tail, estimate)
  local usage
  -- Inside texts quotes are escaped, so no model can write this.
  for found in (tail or ""):gmatch('"usage"%s*:%s*(%b{})') do
    usage = json.decode(found) or usage
  end
  local output = usage and whole(usage.completion_tokens or usage.output_tokens)
  -- Embeddings have no output, and no field that says so.
  if usage and not output and usage.prompt_tokens and usage.prompt_tokens == usage.total_tokens then output = 0 end
  if not output then return json.encode({ account = account, request_id = id }) end
  -- Anthropic tells cached input beside the rest, OpenAI within it.
  local read, written = whole(usage.cache_read_input_tokens) or 0, whole(usage.cache_creation_input_tokens) or 0
  local input = whole(usage.prompt_tokens) or (whole(usage.input_tokens) or estimate) + read + written
  local function part(details, name)
    return type(usage[details]) == "table" and whole(usage[details][name]) or 0
  end
  return json.encode({
    account = account, request_id = id,
    usage = {
      input_tokens = input, output_tokens = output,
      cached_input_tokens = math.min(input, math.max(read, part("prompt_tokens_details", "cached_tokens"))),
      reasoning_tokens = math.min(output, part("completion_tokens_details", "reasoning_tokens")),
    },
  })
end

function calls.cancellation(account, id)
  return json.encode({ account = account, request_id = id })
end

-- Whether a call that was answered with this status used nothing. A gateway that waited too long (504), or whose caller hung
-- up (499), does not know what the model has written meanwhile.
function calls.unused(status)
  return status >= 400 and status ~= 499 and status ~= 504
end

-- Whether an answer of /v1/admit with this status says nothing. Everything else that is no admission refuses: a call that
-- the limiter cannot read must not pass for one on which it cannot decide.
function calls.undecided(status)
  return not status or status < 200 or status == 408 or status >= 500
end

-- What a refused caller is to read: the limiter's document, or its whole answer where the question itself is refused.
function calls.problem(body)
  local answer = json.decode(body or "")
  return type(answer) == "table" and answer.problem and json.encode(answer.problem) or body
end

return calls
