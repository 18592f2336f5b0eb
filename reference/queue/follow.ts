/** Follows families of events of all sites: their streams and mirrors, which all stand in this site's own queue. */
import type { NatsConnection } from "@nats-io/transport-node";
import { describe, type Log, Seldom } from "../frame/log";
import { type Loop, loop } from "../frame/loop";
import type { Link } from "./link";
import { streamName } from "./names";
import { pullShare } from "./share";
import { StreamReader } from "./stream-reader";

const EVERY_MS = 2000;
/** What was asked longer ago isn't known any more. */
const CURRENT_MS = 6000;

/** Events as they come, and how far they have come. */
export interface Follower {
  /**
   * Whether all events were given that the queue has, as of the last seconds. Never while this pod gets only a share of them
   * (share.ts). What a mirror lacks of its origin can't be seen from here.
   */
  readonly isCurrent: boolean;
  /** Events that are known to be missing, at most; null while that isn't known. */
  readonly behind: number | null;
  /** Whether this pod gets a share of the events and may not read all of them. */
  readonly isShare: boolean;
  stop(): Promise<void>;
}

/** How far one stream was followed. */
interface Progress {
  readonly stream: string;
  behind: number;
  isWhole: boolean;
  at: number;
}

export function follow(
  {
    link,
    capability,
    sites,
    families,
  }: {
    readonly link: Link;
    readonly capability: string;
    readonly sites: readonly string[];
    readonly families: readonly string[];
  },
  each: (data: string, family: string) => void,
  log: Log,
): Follower {
  const seldom = new Seldom(log);
  const progress: Progress[] = [];
  const loops = families.flatMap((family) =>
    sites.map((site): Loop => {
      const stream = streamName(family, site);
      const reader = new StreamReader(site, stream);
      const own: Progress = { stream, behind: 0, isWhole: false, at: Number.NEGATIVE_INFINITY };
      progress.push(own);
      let refusedBy: NatsConnection | undefined;
      const round = async (connection: NatsConnection): Promise<void> => {
        if (refusedBy !== connection) {
          try {
            const isRead = () =>
              Object.assign(own, { behind: reader.behind, isWhole: true, at: performance.now() });
            await reader.readOn(connection, ({ data }) => {
              each(data, family);
              // Said while it reads too: after a restart that takes a while.
              isRead();
            });
            isRead();
            return;
          } catch (error) {
            if (!isRefusal(error)) throw error;
            refusedBy = connection;
            seldom.warn("this pod may not read the stream; it takes its share of the events", { stream });
          }
        }
        const behind = await pullShare(connection, { site, stream, capability }, (data) =>
          each(data, family),
        );
        Object.assign(own, { behind, isWhole: false, at: performance.now() });
      };
      return loop(`following ${stream}`, EVERY_MS, log, async () => {
        const { connection } = link;
        if (connection === undefined) return;
        try {
          await round(connection);
        } catch (error) {
          // No leader, no such stream yet, no connection any more: it is read on when that is over.
          seldom.warn("a stream can't be followed; it is tried again", { stream, error: describe(error) });
        }
      });
    }),
  );
  const isKnown = () => progress.every(({ at }) => performance.now() - at < CURRENT_MS);
  return {
    get isCurrent() {
      return isKnown() && progress.every(({ behind, isWhole }) => isWhole && behind === 0);
    },
    get behind() {
      return isKnown() && progress.every(({ isWhole }) => isWhole)
        ? progress.reduce((sum, { behind }) => sum + behind, 0)
        : null;
    },
    get isShare() {
      return isKnown() && progress.some(({ isWhole }) => !isWhole);
    },
    stop: async () => {
      await Promise.all(loops.map((one) => one.stop()));
    },
  };
}

const isRefusal = (error: unknown): boolean =>
  error instanceof Error &&
  [error, error.cause].some((one) => one instanceof Error && one.name === "PermissionViolationError");
