/**
 * Loaded before a capability's program, which knows nothing of it: lets a share of its users' requests fail or hang, as an outage
 * of the site would, while probes go on being answered. The file in TWINCLOUD_DRILL_FAILING holds the shares; without it none.
 */
import { readFileSync, watch } from "node:fs";
import * as http from "node:http";
import path from "node:path";

const probes = new Set(["/startupz", "/readyz", "/livez", "/metrics"]);
const file = process.env.TWINCLOUD_DRILL_FAILING;

interface Shares {
  readonly fails?: number;
  readonly hangs?: number;
}
let shares: Shares = {};

function read(): void {
  try {
    const text = readFileSync(file ?? "", "utf8");
    // Between its making and its writing it is empty.
    if (text !== "") shares = JSON.parse(text) as Shares;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    shares = {};
  }
}

type Emit = (this: http.Server, event: string, ...args: unknown[]) => boolean;

if (file !== undefined) {
  read();
  watch(path.dirname(file), { persistent: false }, read);
  const emit = http.Server.prototype.emit as Emit;
  const failing: Emit = function (event, ...args) {
    const { fails = 0, hangs = 0 } = shares;
    if (event !== "request" || fails + hangs === 0) return emit.call(this, event, ...args);
    const [request, response] = args as [http.IncomingMessage, http.ServerResponse];
    if (probes.has(request.url ?? "")) return emit.call(this, event, ...args);
    const dice = Math.random();
    if (dice >= fails + hangs) return emit.call(this, event, ...args);
    request.resume();
    // Never answered: whoever asks gives up.
    if (dice >= fails) return true;
    response.writeHead(500, { "content-type": "text/plain" }).end("the drill lets this one fail\n");
    return true;
  };
  http.Server.prototype.emit = failing;
}
