/**
 * Loaded before a capability's program, which knows nothing of it: lets a share of its users' requests fail, as an outage of
 * the site would, while probes go on being answered. The file in TWINCLOUD_DRILL_FAILING holds the share; without it none.
 */
import { readFileSync, watch } from "node:fs";
import * as http from "node:http";
import path from "node:path";

const probes = new Set(["/startupz", "/readyz", "/livez", "/metrics"]);
const file = process.env.TWINCLOUD_DRILL_FAILING;

let share = 0;

function read(): void {
  try {
    share = Number(readFileSync(file ?? "", "utf8")) || 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    share = 0;
  }
}

type Emit = (this: http.Server, event: string, ...args: unknown[]) => boolean;

if (file !== undefined) {
  read();
  watch(path.dirname(file), { persistent: false }, read);
  const emit = http.Server.prototype.emit as Emit;
  const failing: Emit = function (event, ...args) {
    if (event !== "request" || share === 0) return emit.call(this, event, ...args);
    const [request, response] = args as [http.IncomingMessage, http.ServerResponse];
    if (probes.has(request.url ?? "") || Math.random() >= share) return emit.call(this, event, ...args);
    request.resume();
    response.writeHead(500, { "content-type": "text/plain" }).end("the drill lets this one fail\n");
    return true;
  };
  http.Server.prototype.emit = failing;
}
