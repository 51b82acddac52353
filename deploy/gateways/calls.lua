-- SPDX-License-Identifier: Apache-2.0
-- What a gateway has to know of a call to a model: what to ask before it, and what it used. For nginx's Lua module and
-- HAProxy alike; needs lua-cjson. Bodies are OpenAI's or Anthropic's, plain or streamed.
local json = require "cjson.safe"

local calls = {}

-- Bytes of the end of an answer in which its usage is looked for. Both providers write it last.
calls.TAIL = 8192

-- About four bytes of a request are a token; what was really used is settled.
local BYTES_PER_TOKEN = 4

local function whole(value)
  local number = tonumber(value)
  return number and number >= 0 and number == math.floor(number) and number or nil
end

-- The question for /v1/admit, and the input tokens that it holds. `id` must be the gateway's own: calls with one id are one
-- call. A body of which only the beginning is there, or that is no JSON, is asked about all the same, by its `size`.
function calls.admission(account, id, body, size)
  local call = json.decode(body or "")
  call = type(call) == "table" and call or {}
  local question = {
    domain = "llm", account = account, request_id = id,
    model = type(call.model) == "string" and call.model or "",
    input_tokens = math.ceil(size / BYTES_PER_TOKEN),
    max_tokens = whole(call.max_completion_tokens or call.max_tokens),
    n = whole(call.n),
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
  if not output then return json.encode({ account = account, request_id = id }) end
  -- Anthropic tells cached input beside the rest, OpenAI within it.
  local read, written = whole(usage.cache_read_input_tokens) or 0, whole(usage.cache_creation_input_tokens) or 0
  local input = (whole(usage.prompt_tokens or usage.input_tokens) or estimate) + read + written
  local function part(details, name)
    return type(usage[details]) == "table" and whole(usage[details][name]) or 0
  end
  return json.encode({
    account = account, request_id = id,
    usage = {
      input_tokens = input, output_tokens = output,
      cached_input_tokens = math.min(input, read + part("prompt_tokens_details", "cached_tokens")),
      reasoning_tokens = math.min(output, part("completion_tokens_details", "reasoning_tokens")),
    },
  })
end

function calls.cancellation(account, id)
  return json.encode({ account = account, request_id = id })
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
