/**
 * Raises a number and never lowers it, as a closed connection may still deliver an older one. Does nothing when
 * the number is below ARGV[3], which Redis had acknowledged: raising it then would hide a loss.
 */
export const MARK_SCRIPT = `
local current = tonumber(redis.call('GET', KEYS[1]) or '0')
if current < tonumber(ARGV[3]) then return 0 end
if current < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) end
return 1
`;

export const REPLACE_SCRIPT = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1
`;

/** The commands of a node-redis client that are needed here, with both scripts under these names. */
export interface EpochRedis {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, options?: { readonly NX: true }): Promise<string | null>;
  growMark(key: string, mark: string, keepForMs: string, atLeast: string): Promise<number>;
  replaceValue(key: string, expected: string, next: string): Promise<number>;
}
