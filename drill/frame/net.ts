/** Loopback addresses and ports that are free, and waiting for what listens there. */
import * as net from "node:net";

const given = new Set<number>();

/** Below the ports that the system itself gives to connections, so that none is taken meanwhile. */
const [LOWEST, HIGHEST] = [12_000, 32_000];

/** A TCP port of 127.0.0.1 that nothing listens on; never the same one twice in a run. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree("127.0.0.1", port)) return port;
  }
}

/** Whether a TCP port of an address can be listened on. */
function isFree(address: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = net.createServer();
    server.once("error", () => done(false)).listen(port, address, () => server.close(() => done(true)));
  });
}

/** Networks that were looked at for a part of this process, which may not listen yet. */
const taken = new Set<string>();

/**
 * The first two numbers of a loopback network (`127.57`) in which the ports are free on all addresses: each address
 * of 127.0.0.0/8 has its own, so that many servers can use the ports they would use in their pods.
 * @throws Error where something listens on one of the ports on every address.
 */
export async function freeNet(ports: readonly number[]): Promise<string> {
  for (let tries = 0; tries < 50; tries++) {
    const candidate = `127.${10 + Math.floor(Math.random() * 240)}`;
    if (taken.has(candidate)) continue;
    taken.add(candidate);
    const probes = ["1.1", "2.1", "1.100"].flatMap((rest) =>
      ports.map((port) => isFree(`${candidate}.${rest}`, port)),
    );
    if ((await Promise.all(probes)).every(Boolean)) return candidate;
  }
  throw new Error(
    `no loopback network where the ports ${ports.join(", ")} are free: what listens on 0.0.0.0?`,
  );
}
