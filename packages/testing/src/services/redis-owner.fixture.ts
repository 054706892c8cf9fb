// A process that starts a service and never stops it.
import { startRedis } from "./redis.js";

const service = await startRedis();
process.stdout.write(`${service.url} ${service.folder}\n`);
