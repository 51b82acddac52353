-- SPDX-License-Identifier: Apache-2.0
-- What a gateway has to know of a call to a model: what to ask before it, and what it used. For nginx's Lua module and
-- HAProxy alike; needs lua-cjson. Bodies are OpenAI's or Anthropic's, plain or streamed.
local json = require "cjson.safe".new()

-- What is no JSON (NaN, Infinity, 0x10) is not guessed at.
json.decode_invalid_numbers(false)

local calls = {}

-- Bytes of the end of an answer in which its usage is looked for. Providers write it last.
local TAIL = 8192

-- About four bytes of a request are a token; what was really used is settled.
local BYTES_PER_TOKEN = 4
-- Output tokens that the limiter charges of a call of which it knows nothing. A stream has one token or more in each event.
local GUESS = 1024

-- The limiter's bounds: it reads no greater number and no longer model.
local MOST = 1000000000
local LONGEST_MODEL = 256

local function badRequest(detail)
  return '{"type":"about:blank","title":"Bad Request","status":400,"detail":"' .. detail .. '"}'
end

local UNREADABLE = badRequest("the body has to be one JSON object, not compressed, in UTF-8 without a mark before it")
local APART = badRequest("no background and no requests: what runs apart from its call cannot be held")

-- A whole number as a server may read it, bounded so that it can be written as one.
local function whole(value)
  local number = tonumber(value)
  return number and number >= 0 and number == math.floor(number) and math.min(number, MOST) or nil
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

-- Prompts that a call brings: a list of texts, or of lists of tokens, has as many. A list of tokens is one.
local function prompts(prompt)
  local first = type(prompt) == "table" and type(prompt[1])
  return (first == "string" or first == "table") and #prompt or nil
end

-- Whether a call says so, in whatever way a server may take for yes.
local function says(value)
  return value and value ~= json.null
end

-- The question for /v1/admit, and the input tokens that it holds; or nil, and what a caller is to read who is to be refused
-- with 400. A body that cannot be read is refused because a model server may read more than we do, and caps that nobody counted
-- would pass; one whose answers come apart from it, in the background or in a batch, because they may be millions of tokens.
-- `id` must be the gateway's own: calls with one id are one call. The body has to be whole; `coding` is its content-encoding,
-- if any.
function calls.admission(account, id, body, coding)
  if (coding or "") ~= "" then return nil, UNREADABLE end
  local call = {}
  if body ~= "" then
    -- A list is a table, too.
    call = body:find("^[ \t\r\n]*{") and json.decode(body)
    if not call then return nil, UNREADABLE end
    if says(call.background) or says(call.requests) then return nil, APART end
  end
  local model = type(call.model) == "string" and call.model or ""
  -- No model has such a name, and a long question is a late answer.
  if #model > LONGEST_MODEL then return nil, UNREADABLE end
  local question = {
    domain = "llm", account = account, request_id = id, model = model,
    input_tokens = math.ceil(#body / BYTES_PER_TOKEN),
    max_tokens = greatest(call.max_tokens, call.max_completion_tokens, call.max_output_tokens),
    n = greatest(call.n, call.best_of),
    prompts = prompts(call.prompt),
  }
  return json.encode(question), question.input_tokens
end

-- The end of an answer, of which parts come by follow().
function calls.tail()
  return { size = 0, last = "\n", events = 0 }
end

-- Parts are put together once in a while, not at each: a stream may have very many.
function calls.follow(tail, part)
  -- A line may begin in one part and go on in the next.
  local text = tail.last .. part
  local _, events = text:gsub("\ndata:", "")
  tail.events, tail.last = tail.events + events, text:sub(-5)
  tail[#tail + 1] = part
  tail.size = tail.size + #part
  if tail.size > 2 * TAIL then
    local text = table.concat(tail):sub(-TAIL)
    for i = #tail, 2, -1 do tail[i] = nil end
    tail[1], tail.size = text, #text
  end
end

-- An object of which only the end is there, from its usage on; `opening` stands for what is missing. Text from a usage further
-- inside, as in arguments for a tool, or of an object that broke off, is no object with this opening.
local function ending(opening, text)
  for at in text:gmatch('()"usage"%s*:') do
    local object = json.decode(opening .. text:sub(at))
    if object then return object end
  end
  return {}
end

local function part(object, name)
  local value = type(object) == "table" and object[name]
  return type(value) == "table" and value or nil
end

-- The usage that a stream says at its end. What it says before is not what it takes: Anthropic's "message_start" says one token
-- of output, and some servers say with each piece how many there were so far.
local function streamed(text)
  -- OpenAI's last event of a response has all of it, and may be longer than what is kept.
  local last = text:match("^([^\n]*)\n%s*$") or ""
  local found = not last:find("^data:") and part(part(ending('{"response":{', last), "response"), "usage") or nil
  local soFar
  for line in ("\n" .. text):gmatch("\ndata:([^\n]*)") do
    local event = json.decode(line)
    if line:find("^%s*%[DONE%]%s*$") then
      found = soFar or found
    elseif type(event) == "table" then
      soFar = part(event, "usage") or soFar
      found = event.type == "message_delta" and soFar or part(part(event, "response"), "usage") or found
    end
  end
  return found
end

-- The usage that the end of an answer says; nil where it does not.
local function usageOf(tail)
  local text = table.concat(tail):sub(-TAIL)
  -- No line of a plain answer begins so, and none is empty.
  if ("\n" .. text):find("\ndata:", 1, true) or text:find("\n\r?\n$") then return streamed(text) end
  return part(ending("{", text), "usage")
end

-- The question for /v1/settle: what the end of an answer says was used. The call is named by the gateway's own id, so that
-- one whose admission came too late is settled too. Without usage the estimate stays charged, or as many tokens as a stream had
-- events where these are more, so one that hides its usage, or that its caller does not let end, is not free. `estimate` stands for input tokens that the answer does not name.
function calls.settlement(account, id, tail, estimate)
  local usage = usageOf(tail) or { output_tokens = tail.events > GUESS and tail.events or nil }
  local prompt = whole(usage.prompt_tokens)
  local output = whole(usage.completion_tokens) or whole(usage.output_tokens)
  -- Embeddings have no output, and no field that says so.
  if not output and prompt and prompt == whole(usage.total_tokens) then output = 0 end
  if not output then return json.encode({ account = account, request_id = id }) end
  -- Anthropic tells cached input beside the rest, OpenAI within it.
  local read, written = whole(usage.cache_read_input_tokens) or 0, whole(usage.cache_creation_input_tokens) or 0
  local beside = whole(usage.input_tokens)
  local input = math.min(MOST, prompt or beside and beside + read + written or estimate)
  local function detail(of, other, name)
    return whole((part(usage, of) or part(usage, other) or {})[name]) or 0
  end
  local cached = detail("prompt_tokens_details", "input_tokens_details", "cached_tokens")
  local reasoning = detail("completion_tokens_details", "output_tokens_details", "reasoning_tokens")
  return json.encode({
    account = account, request_id = id,
    usage = {
      input_tokens = input, output_tokens = output,
      cached_input_tokens = math.min(input, math.max(read, cached)),
      reasoning_tokens = math.min(output, reasoning),
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

-- What a refused caller is to read, as it came: the limiter's document, which stands last in its answer, or the whole answer
-- where the question itself is refused.
function calls.problem(body)
  local document = (body or ""):match('"problem":(.*)}%s*$')
  return document and json.decode(document) and document or body
end

return calls
