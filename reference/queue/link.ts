/** The pod's connection to its site's queue: made in the background, and again and again, for as long as the pod lives. */
import path from "node:path";
import { connect, type NatsConnection } from "@nats-io/transport-node";
import { describe, type Log, Seldom } from "../frame/log";
import { type Loop, loop } from "../frame/loop";
import { inboxPrefix } from "./names";

/** A connection that falls silent is given up after two pings without an answer. */
const PING_MS = 2000;
const RECONNECT_MS = 250;
const CONNECT_MS = 2000;

export interface Link {
  /** The connection while it stands. */
  readonly connection: NatsConnection | undefined;
  /** Sends what is on its way, and closes. */
  close(): Promise<void>;
}

/**
 * @param folder with the certificate's files, which are read at each try: they change while the pod lives
 * @param url servers, by commas
 */
export function openLink(
  { url, folder, capability, pod }: { url: string; folder: string; capability: string; pod: string },
  log: Log,
): Link {
  const seldom = new Seldom(log);
  let connection: NatsConnection | undefined;
  let isUp = false;

  const dial = async (): Promise<void> => {
    if (connection !== undefined && !connection.isClosed()) return;
    isUp = false;
    try {
      connection = await connect({
        servers: url.split(","),
        name: `${capability} ${pod}`,
        inboxPrefix: inboxPrefix(capability),
        ...(url.startsWith("tls:") ? { tls: certificate(folder) } : {}),
        timeout: CONNECT_MS,
        pingInterval: PING_MS,
        maxPingOut: 2,
        reconnectTimeWait: RECONNECT_MS,
        maxReconnectAttempts: -1,
      });
    } catch (error) {
      seldom.warn("the queue can't be reached; it is tried again", { error: describe(error) });
      return;
    }
    isUp = true;
    log.info("connected to the queue");
    void watch(connection);
  };
  const watch = async (watched: NatsConnection): Promise<void> => {
    for await (const status of watched.status()) {
      if (status.type === "reconnect") isUp = true;
      if (status.type === "disconnect") isUp = false;
      if (["disconnect", "reconnect", "ldm"].includes(status.type)) log.info(`queue: ${status.type}`);
      if (status.type === "error") seldom.warn("queue: error", { error: describe(status.error) });
    }
  };
  const dialling: Loop = loop("connecting to the queue", RECONNECT_MS, log, dial);

  return {
    get connection() {
      return isUp ? connection : undefined;
    },
    close: async () => {
      await dialling.stop();
      if (connection === undefined || connection.isClosed()) return;
      // One that isn't there can't be drained.
      if (isUp) await connection.drain();
      else await connection.close();
    },
  };
}

const certificate = (folder: string) => ({
  caFile: path.join(folder, "ca.crt"),
  certFile: path.join(folder, "tls.crt"),
  keyFile: path.join(folder, "tls.key"),
});
