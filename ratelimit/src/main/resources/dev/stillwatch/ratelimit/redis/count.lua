-- SPDX-License-Identifier: Apache-2.0
-- Counts all takings of one request. Numbers here are doubles: nothing below ever leaves the whole numbers under 2^53,
-- where limits and hits are at most 2^32 and spans at most 2^35 milliseconds.
--
-- KEYS: the counter of each taking.
-- ARGV: milliseconds since 1970, or -1 for this server's clock, which is one for all who count here; then for each taking
--   its kind (w: fixed window, b: bucket, s: strict bucket), the unit in milliseconds, requests in a unit, the most that a
--   bucket holds (0 of a window) and hits, below 0 where they are given back.
-- Returns the time, then for each taking five numbers:
--   by how many units its window or aligned unit is ahead of the clock;
--   of a window its count, and three times 0;
--   of a bucket whether the hits were taken (1), tokens, the part of the next token that has come (in units of one over
--   the unit's milliseconds), and what a strict one has left of its aligned unit.

-- A window counts up to here, as in process.
local MOST = 17179869182
-- Kept for so long after it holds nothing: clocks may step back.
local SLACK = 60000
-- Nothing is kept for longer: a hundred years.
local LONGEST = 3153600000000

local now = tonumber(ARGV[1])
if now < 0 then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

local function keep(key, text, millis)
  redis.call('SET', key, text, 'PX', string.format('%.0f', math.min(LONGEST, math.ceil(millis) + SLACK)))
end

local function unread(text)
  error('a counter that is none: ' .. string.sub(text, 1, 20))
end

-- A window is never left for an earlier one.
local function window(key, span, hits)
  local held, count = math.floor(now / span), 0
  local text = redis.call('GET', key)
  local from = held
  if text then
    local number, counted = string.match(text, '^w (%d+) (%d+)$')
    if not number then unread(text) end
    if tonumber(number) >= held then held, count = tonumber(number), tonumber(counted) end
  end
  local after = math.max(0, math.min(MOST, count + hits))
  if after ~= count then
    keep(key, string.format('w %.0f %.0f', held, after), (held + 1) * span - now)
  end
  return held - from, after, 0, 0, 0
end

-- Tokens that come in a part of a unit, in two steps because the product may be above 2^53.
local function gained(requests, passed, fraction, span)
  local product = math.floor(requests / 65536) * passed
  local rest = (product % span) * 65536 + (requests % 65536) * passed + fraction
  return math.floor(product / span) * 65536 + math.floor(rest / span), rest % span
end

local function refilled(level, fraction, passed, requests, most, span)
  if passed > 0 then
    level = level + math.floor(passed / span) * requests
    if level < most then
      local more
      more, fraction = gained(requests, passed % span, fraction, span)
      level = level + more
    end
  end
  if level >= most then return most, 0 end
  return level, fraction
end

-- Tighter: nobody keeps a bucket of the old size. Otherwise as it is: nobody gains tokens by a change.
local function fitted(level, fraction, last, burst, span, tighter)
  if level >= last.burst and tighter then return burst, 0 end
  local real = fraction / last.span
  if tighter then
    real = (level + real) * (burst / last.burst)
    level = math.floor(real)
    real = real - level
  end
  if level >= burst then return burst, 0 end
  return level, math.floor(real * span)
end

local function parsed(text)
  local level, fraction, at, requests, burst, span, strict, left, unit = string.match(
    text, '^b (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) ([01]) (%d+) (%d+)$')
  if not level then unread(text) end
  return {
    level = tonumber(level), fraction = tonumber(fraction), at = tonumber(at), requests = tonumber(requests),
    burst = tonumber(burst), span = tonumber(span), strict = strict == '1', left = tonumber(left),
    unit = tonumber(unit)
  }
end

-- A bucket without a text is full. It is written when something was taken, given back or changed, and not when only time
-- has passed: what came back follows from what is written.
local function bucket(key, span, requests, burst, strict, hits)
  local level, fraction, at, left, unit = burst, 0, now, requests, math.floor(now / span)
  local text = redis.call('GET', key)
  local write = false
  if text then
    local last = parsed(text)
    at = math.max(now, last.at)
    level, fraction = refilled(last.level, last.fraction, now - last.at, last.requests, last.burst, last.span)
    local lastLeft, lastUnit = last.left, last.unit
    if math.floor(now / last.span) > lastUnit then
      lastLeft, lastUnit = last.requests, math.floor(now / last.span)
    end
    local same = last.requests == requests and last.burst == burst and last.span == span
    local tighter = not same and burst <= last.burst and requests <= last.requests
    if not same then level, fraction = fitted(level, fraction, last, burst, span, tighter) end
    if strict and last.strict then
      if last.span == span then unit = lastUnit end
      left = math.min(lastLeft, requests)
      if tighter then left = math.floor(lastLeft * (requests / last.requests)) end
    end
    write = not same or strict ~= last.strict
  end
  local taken = 0
  if hits < 0 then
    level, left = level - hits, math.min(requests, left - hits)
    if level >= burst then level, fraction = burst, 0 end
    write = true
  elseif hits > 0 and hits <= level and not (strict and hits > left) then
    level, left = level - hits, left - hits
    taken = 1
    write = true
  end
  if not strict then left = requests end
  -- A full one that was there is kept for a while: a plan that changes meanwhile gives it no tokens.
  if write and (text or level < burst or left < requests) then
    local full = (burst - level) * (span / requests)
    local ended = left < requests and (unit + 1) * span - now or 0
    keep(
      key,
      string.format(
        'b %.0f %.0f %.0f %.0f %.0f %.0f %s %.0f %.0f',
        level, fraction, at, requests, burst, span, strict and '1' or '0', left, unit),
      math.max(full, ended) + at - now)
  end
  return unit - math.floor(now / span), taken, level, fraction, left
end

local answer = { now }
for i, key in ipairs(KEYS) do
  local first = 5 * i - 3
  local kind = ARGV[first]
  local span, requests = tonumber(ARGV[first + 1]), tonumber(ARGV[first + 2])
  local burst, hits = tonumber(ARGV[first + 3]), tonumber(ARGV[first + 4])
  if kind == 'w' then
    answer[first], answer[first + 1], answer[first + 2], answer[first + 3], answer[first + 4] = window(key, span, hits)
  else
    answer[first], answer[first + 1], answer[first + 2], answer[first + 3], answer[first + 4] =
      bucket(key, span, requests, burst, kind == 's', hits)
  end
end
return answer
