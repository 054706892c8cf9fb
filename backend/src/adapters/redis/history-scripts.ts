// A document is `format|version|due|unposted|json`: the scripts below read all but the json. Times are ms
// since 1970 by the clock of Redis. The key of the floor holds `floor next`: the floor, empty in a new store, and
// the next due time of the register. The register is a sorted set: its members are due times, its scores the
// latest instants that can matter until then.

/** The head of a document: format, version, due time and unposted saves. */
export const HISTORY_HEAD = /^(\d{1,4})\|(\d{1,16})\|(\d{1,16})\|([\d ]*)\|/;

const PRELUDE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function text(number) return string.format('%.0f', number) end
local function head(value)
  if type(value) ~= 'string' then return nil end -- an error: the key holds something else
  local format, version, due, unposted = string.match(value, '^(%d+)|(%d+)|(%d+)|([%d ]*)|')
  -- Longer numbers are no times; Redis would refuse them, and with them the whole batch.
  if not format or #format > 4 or #version > 16 or #due > 16 then return nil end
  return format, version, due, unposted
end
local function slotAfter(ms, slot) return math.floor(ms / slot) * slot + slot end
`;

const FLOOR = `
local stored = redis.call('GET', KEYS[1]) or ' '
local floor, nextDue = string.match(stored, '^(-?%d*) (%d*)$')
if not floor or #floor > 17 or #nextDue > 16 then return redis.error_reply('FLOOR_UNREADABLE ' .. KEYS[1]) end
floor, nextDue = tonumber(floor), tonumber(nextDue)
if nextDue and nextDue <= now then
  nextDue = nil
  local entries = redis.call('ZRANGE', KEYS[2], 0, -1, 'WITHSCORES')
  for i = 1, #entries, 2 do
    local due, matters = tonumber(entries[i]), tonumber(entries[i + 1])
    if matters > 8640000000000000 then return redis.error_reply('FLOOR_UNREADABLE ' .. KEYS[2]) end
    if not due or due <= now then
      if not floor or matters > floor then floor = matters end
      redis.call('ZREM', KEYS[2], entries[i])
    elseif not nextDue or due < nextDue then
      nextDue = due
    end
  end
end
local function keepFloor()
  local next = (floor and text(floor) or '') .. ' ' .. (nextDue and text(nextDue) or '')
  if next ~= stored then redis.call('SET', KEYS[1], next) end
end
`;

/**
 * Replaces each document whose version is still the expected one and whose new reads lie above the floor.
 * KEYS: floor, register, then the documents. ARGV: slot, time kept after a save, the same while an entry is
 * open, format; then for each document the expected version, the json, the oldest new instant, until when
 * the new reads matter, until when the open entry does (each empty where there is none), 1 when unposted.
 * @returns for each the version it was saved as, 0 when it was changed, -1 when below the floor,
 *   -2 when it is no document (which -1 as the expected version replaces); then the floor
 */
export const SAVE_SCRIPT = `${PRELUDE}${FLOOR}
redis.call('ZCARD', KEYS[2]) -- fails for what is no register, before anything is written
local slot, format = tonumber(ARGV[1]), ARGV[4]
local due = slotAfter(now + ARGV[2], slot)
local openDue = math.max(due, slotAfter(now + ARGV[3], slot))
local matters, openMatters
local answers = {}
for i = 3, #KEYS do
  local at = 4 + 6 * (i - 3)
  local version, lastDue, unposted = 0, 0, ''
  local current = redis.pcall('GET', KEYS[i])
  if current then
    local _, v, d, u = head(current)
    version, lastDue, unposted = tonumber(v) or -1, tonumber(d) or 0, u or ''
  end
  local expected, oldest = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 3])
  if version ~= expected then
    answers[i - 2] = version == -1 and '-2' or '0'
  elseif oldest and floor and oldest <= floor then
    answers[i - 2] = '-1'
  else
    local isOpen = ARGV[at + 5] ~= ''
    local untils = { tonumber(ARGV[at + 4]), tonumber(ARGV[at + 5]) }
    if untils[1] and (not matters or untils[1] > matters) then matters = untils[1] end
    if untils[2] and (not openMatters or untils[2] > openMatters) then openMatters = untils[2] end
    version = text(math.max(version + 1, now))
    lastDue = text(math.max(lastDue, isOpen and openDue or due))
    if ARGV[at + 6] == '1' then
      unposted = unposted == '' and version or unposted .. ' ' .. version
    end
    local value = table.concat({ format, version, lastDue, unposted, ARGV[at + 2] }, '|')
    if unposted == '' then
      redis.call('SET', KEYS[i], value, 'PXAT', lastDue)
    else
      redis.call('SET', KEYS[i], value)
    end
    answers[i - 2] = version
  end
end
local function enter(dueAt, untilMs)
  if not untilMs then return end
  redis.call('ZADD', KEYS[2], 'GT', text(untilMs), text(dueAt))
  if not nextDue or dueAt < nextDue then nextDue = dueAt end
end
enter(due, matters)
enter(openDue, openMatters)
keepFloor()
answers[#answers + 1] = floor and text(floor) or ''
return answers
`;

/**
 * Lets documents expire whose stays are all posted. KEYS: the documents. ARGV: slot, time kept after a save;
 * then for each document the version of the save, and 1 when all earlier ones are posted as well.
 */
export const POSTED_SCRIPT = `${PRELUDE}
local due = slotAfter(now + ARGV[2], tonumber(ARGV[1]))
for i, key in ipairs(KEYS) do
  local posted, andEarlier = tonumber(ARGV[2 * i + 1]), ARGV[2 * i + 2] == '1'
  local current = redis.pcall('GET', key)
  local format, version, lastDue, unposted
  if current then format, version, lastDue, unposted = head(current) end
  local left = {}
  for save in string.gmatch(unposted or '', '%d+') do
    local number = tonumber(save)
    if number ~= posted and not (andEarlier and number < posted) then left[#left + 1] = save end
  end
  left = table.concat(left, ' ')
  if unposted and left ~= unposted then
    local rest = string.sub(current, #format + #version + #lastDue + #unposted + 5)
    if left == '' then
      lastDue = text(math.max(tonumber(lastDue), due))
      redis.call('SET', key, table.concat({ format, version, lastDue, left, rest }, '|'), 'PXAT', lastDue)
    else
      redis.call('SET', key, table.concat({ format, version, lastDue, left, rest }, '|'))
    end
  end
end
return 1
`;

/**
 * KEYS: floor, register. ARGV: at least so high, or empty; with the first, what something else wrote into the
 * two keys is replaced. @returns the floor, empty in a new store
 */
export const FLOOR_SCRIPT = `${PRELUDE}
if ARGV[1] ~= '' then
  local text = redis.pcall('GET', KEYS[1])
  local isText = not text or (type(text) == 'string' and #text < 36 and string.match(text, '^-?%d* %d*$'))
  if not isText then redis.call('UNLINK', KEYS[1]) end
  local count = redis.pcall('ZCARD', KEYS[2])
  if type(count) ~= 'number' then redis.call('UNLINK', KEYS[2]) end
  redis.call('ZREMRANGEBYSCORE', KEYS[2], '(8640000000000000', '+inf')
end
${FLOOR}
local atLeast = tonumber(ARGV[1])
if atLeast and (not floor or atLeast > floor) then floor = atLeast end
keepFloor()
return floor and text(floor) or ''
`;
