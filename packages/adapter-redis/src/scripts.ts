/**
 * The steps that Redis takes in one go. Every script is given all its keys, and begins by asking whether the bucket is still the one
 * that the caller knows: same epoch, no fewer writes than the caller has had acknowledged. If not, Redis has lost data: the script
 * changes nothing and returns nil. `#!lua` without allow-oom is refused before it starts when memory is full.
 *
 * Script texts are constants; data comes in KEYS and ARGV only.
 */

/** Of a bucket's script: KEYS[1] is its meta hash, ARGV[1] the epoch, ARGV[2] the writes that the caller knows of. */
const SAME_BUCKET = `
local meta = redis.call('HMGET', KEYS[1], 'e', 'n', 'v')
if meta[1] ~= ARGV[1] or tonumber(meta[2]) < tonumber(ARGV[2]) then return false end
local writes, version = tonumber(meta[2]), tonumber(meta[3])
`;

/** ARGV[3] is the version that the caller has seen; newer ids follow version and writes. KEYS[2] is the order of marks. */
const RETURN_CHANGES = `
local reply = { version, writes }
if version > tonumber(ARGV[3]) then
  local ids = redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. ARGV[3], '+inf')
  for i = 1, #ids do reply[i + 2] = ids[i] end
end
return reply
`;

/** KEYS: meta, order, hours, chunk of each hour. ARGV: epoch, known, seen, then hour and facts of each chunk. */
const STORE_FACTS = `#!lua
${SAME_BUCKET}
for i = 4, #KEYS do
  local facts = ARGV[2 * i - 3]
  redis.call('HSET', KEYS[3], ARGV[2 * i - 4], redis.call('APPEND', KEYS[i], facts))
  writes = writes + #facts / 16
end
redis.call('HSET', KEYS[1], 'n', writes)
${RETURN_CHANGES}`;

/** KEYS: meta, order. ARGV: epoch, known, seen. */
const CHANGES_SINCE = `#!lua flags=no-writes
${SAME_BUCKET}
${RETURN_CHANGES}`;

/**
 * Keeps a mark in its home unless a newer one, or the same, is there. KEYS: meta, bodies, pending. ARGV: epoch, known, id, body.
 * Returns writes and the token of places that must be told: also of an earlier put that did not come so far.
 */
const PUT_MARK = `#!lua
${SAME_BUCKET}
local id, body = ARGV[3], ARGV[4]
local old = redis.call('HGET', KEYS[2], id)
local pending = redis.call('HGET', KEYS[3], id)
if old and (old == body or struct.unpack('>d', old) > struct.unpack('>d', body)) then
  return { writes, pending or '' }
end
writes = writes + 1
local places = string.sub(body, 9, 10)
local told = { [places] = true }
local function tell(place)
  if not told[place] then
    told[place] = true
    places = places .. place
  end
end
if old then tell(string.sub(old, 9, 10)) end
if pending then
  for i = 9, #pending, 2 do tell(string.sub(pending, i, i + 1)) end
end
local function present(one) return one and string.byte(one, 11) % 2 or 0 end
local token = struct.pack('>d', writes) .. places
redis.call('HSET', KEYS[2], id, body)
redis.call('HSET', KEYS[3], id, token)
redis.call('HINCRBY', KEYS[1], 'k', present(body) - present(old))
redis.call('HINCRBY', KEYS[1], 'b', #body - (old and #old or 0))
redis.call('HSET', KEYS[1], 'n', writes)
return { writes, token }
`;

/** Forgets what a put had to tell, unless a later put has more to tell. KEYS: pending. ARGV: id, token. */
const SETTLE_MARK = `#!lua
if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then redis.call('HDEL', KEYS[1], ARGV[1]) end
return 1
`;

/**
 * Makes marks visible in a bucket and, in the same step, states how far its chunks reach. KEYS: meta, order, hours.
 * ARGV: epoch, known, ids. Versions go by the server's clock, in microseconds, so that a bucket that was lost does not count again
 * what was seen before. Returns version, writes, then hour and bytes of each chunk.
 */
const MARK_AND_LOOK = `#!lua
${SAME_BUCKET}
if #ARGV > 2 then
  local now = redis.call('TIME')
  version = math.max(version + 1, tonumber(now[1]) * 1000000 + tonumber(now[2]))
  for i = 3, #ARGV do redis.call('ZADD', KEYS[2], version, ARGV[i]) end
  writes = writes + #ARGV - 2
  redis.call('HSET', KEYS[1], 'n', writes, 'v', version)
end
local reply = redis.call('HGETALL', KEYS[3])
table.insert(reply, 1, writes)
table.insert(reply, 1, version)
return reply
`;

/** KEYS: meta, bodies. ARGV: epoch, known, ids, at most a few thousand. */
const FETCH_MARKS = `#!lua flags=no-writes
${SAME_BUCKET}
return redis.call('HMGET', KEYS[2], unpack(ARGV, 3))
`;

/** KEYS: meta, chunk. ARGV: epoch, known, first byte, last byte. */
const READ_CHUNK = `#!lua flags=no-writes
${SAME_BUCKET}
return redis.call('GETRANGE', KEYS[2], ARGV[3], ARGV[4])
`;

/**
 * Keeps facts in windows, then reads the windows' hours. A window's facts of an hour are one field of the hour's hash, each fact with its
 * length before it. KEYS: meta, kept, then the hash of each hour. ARGV: epoch, known, the most facts of a field, number of hours, their
 * names, then for each window its name, how many facts, hour (as a place among the hours) and bytes of each, how many hours to read, and
 * those. Returns writes, then for each window which facts are kept (a text of 1 and 0) and what its hours hold.
 */
const KEEP_FACTS = `#!lua
${SAME_BUCKET}
local max, hours = tonumber(ARGV[3]), tonumber(ARGV[4])
local function keep(window, hour, fact)
  local held = redis.call('HGET', KEYS[2 + hour], window) or ''
  local at, count = 1, 0
  while at <= #held do
    local after = at + 4 + struct.unpack('>I4', held, at)
    if string.sub(held, at, after - 1) == fact then return '1' end
    at, count = after, count + 1
  end
  if count >= max then return '0' end
  redis.call('HSET', KEYS[2 + hour], window, held .. fact)
  redis.call('HINCRBY', KEYS[2], ARGV[4 + hour], #fact)
  writes = writes + 1
  return '1'
end
local reply = { 0 }
local at = 5 + hours
while at <= #ARGV do
  local window, kept = ARGV[at], {}
  local facts = tonumber(ARGV[at + 1])
  at = at + 2
  for i = 1, facts do
    kept[i] = keep(window, tonumber(ARGV[at]), ARGV[at + 1])
    at = at + 2
  end
  reply[#reply + 1] = table.concat(kept)
  local reads = tonumber(ARGV[at])
  for i = 1, reads do
    reply[#reply + 1] = redis.call('HGET', KEYS[2 + tonumber(ARGV[at + i])], window) or ''
  end
  at = at + 1 + reads
end
redis.call('HSET', KEYS[1], 'n', writes)
reply[1] = writes
return reply
`;

/**
 * KEYS: meta, hours, kept. ARGV: epoch, known. Returns marks present, bytes of marks, hour and bytes of each chunk, hour and bytes of each
 * hour of kept facts.
 */
const REACH = `#!lua flags=no-writes
${SAME_BUCKET}
local tallies = redis.call('HMGET', KEYS[1], 'k', 'b')
return { tallies[1] or '0', tallies[2] or '0', redis.call('HGETALL', KEYS[2]), redis.call('HGETALL', KEYS[3]) }
`;

/** Runs when memory is full too, since it frees some. KEYS: meta, hours, kept, what is dropped. ARGV: epoch, known, hours. */
const DROP_HOURS = `#!lua flags=allow-oom
${SAME_BUCKET}
redis.call('UNLINK', unpack(KEYS, 4))
redis.call('HDEL', KEYS[2], unpack(ARGV, 3))
redis.call('HDEL', KEYS[3], unpack(ARGV, 3))
return 1
`;

/** Gives back what Redis allocates beyond the end of a string that grew. KEYS: chunk. */
const TRIM_CHUNK = `#!lua flags=allow-oom
local facts = redis.call('GET', KEYS[1])
if facts then redis.call('SET', KEYS[1], facts) end
return 1
`;

/**
 * Moves positions forward, never back, and remembers how many writes each bucket had acknowledged by then. KEYS: positions, witness.
 * ARGV: epoch, number of buckets, their numbers, their writes, then partition and offset in turn.
 */
const ADVANCE = `#!lua
if redis.call('HGET', KEYS[1], 'e') ~= ARGV[1] then return false end
local count = tonumber(ARGV[2])
if count > 0 then
  local had = redis.call('HMGET', KEYS[2], unpack(ARGV, 3, 2 + count))
  local more = {}
  for i = 1, count do
    if tonumber(ARGV[2 + count + i]) > tonumber(had[i] or 0) then
      more[#more + 1] = ARGV[2 + i]
      more[#more + 1] = ARGV[2 + count + i]
    end
  end
  if #more > 0 then redis.call('HSET', KEYS[2], unpack(more)) end
end
for i = 3 + 2 * count, #ARGV, 2 do
  local at = redis.call('HGET', KEYS[1], ARGV[i])
  if not at or tonumber(ARGV[i + 1]) > tonumber(at) then redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
end
return 1
`;

/** Positions and witness as they are at one instant. KEYS: positions, witness. */
const READ_POSITIONS = `#!lua flags=no-writes
return { redis.call('HGETALL', KEYS[1]), redis.call('HGETALL', KEYS[2]) }
`;

/** Begins an epoch unless somebody else has. KEYS: positions, witness. ARGV: epoch expected or '', new epoch, buckets. */
const BEGIN_EPOCH = `#!lua flags=allow-oom
local epoch = redis.call('HGET', KEYS[1], 'e')
if (epoch or '') ~= ARGV[1] then return epoch end
redis.call('UNLINK', KEYS[1], KEYS[2])
redis.call('HSET', KEYS[1], 'e', ARGV[2], 'b', ARGV[3])
return ARGV[2]
`;

/**
 * Empties a bucket for a new epoch; its version stays, so that versions grow. KEYS: meta, order, hours, bodies, pending, kept, then what
 * each hour has. ARGV: epoch, then the hours. Returns 0 when there are other hours than those.
 */
const STAMP_BUCKET = `#!lua flags=allow-oom
if redis.call('HGET', KEYS[1], 'e') == ARGV[1] then return 1 end
local named = {}
for i = 2, #ARGV do named[ARGV[i]] = true end
for _, key in ipairs({ KEYS[3], KEYS[6] }) do
  for _, hour in ipairs(redis.call('HKEYS', key)) do
    if not named[hour] then return 0 end
  end
end
local version = redis.call('HGET', KEYS[1], 'v') or 0
for i = 1, #KEYS do redis.call('UNLINK', KEYS[i]) end
redis.call('HSET', KEYS[1], 'e', ARGV[1], 'n', 0, 'v', version)
return 1
`;

/** Opens the epoch for positions, once every bucket is stamped. KEYS: positions. ARGV: epoch. */
const EPOCH_READY = `#!lua flags=allow-oom
if redis.call('HGET', KEYS[1], 'e') == ARGV[1] then redis.call('HSET', KEYS[1], 'r', 1) end
return 1
`;

/** By the names under which the client knows them. */
export const SCRIPTS = {
  storeFacts: { lua: STORE_FACTS },
  changesSince: { lua: CHANGES_SINCE },
  putMark: { lua: PUT_MARK },
  settleMark: { lua: SETTLE_MARK },
  showMarks: { lua: MARK_AND_LOOK },
  fetchMarks: { lua: FETCH_MARKS },
  readChunk: { lua: READ_CHUNK },
  keepFacts: { lua: KEEP_FACTS },
  reach: { lua: REACH },
  dropHours: { lua: DROP_HOURS },
  trimChunk: { lua: TRIM_CHUNK },
  advancePositions: { lua: ADVANCE },
  readPositions: { lua: READ_POSITIONS },
  beginEpoch: { lua: BEGIN_EPOCH },
  stampBucket: { lua: STAMP_BUCKET },
  epochReady: { lua: EPOCH_READY },
} as const;
