/**
 * Sets a number that only grows, whatever a connection that ended still brings. Not when it is below
 * ARGV[3], which was acknowledged: setting it would hide that something is gone.
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

/** A node-redis client that knows both scripts by these names. */
export interface EpochRedis {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, options?: { readonly NX: true }): Promise<string | null>;
  growMark(key: string, mark: string, keepForMs: string, atLeast: string): Promise<number>;
  replaceValue(key: string, expected: string, next: string): Promise<number>;
}
