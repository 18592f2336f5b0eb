/** What an app tells the client, and how long things may take. All times are in milliseconds. */
import type * as tls from "node:tls";

export const usualTimings = {
  /** From one attempt to the next while none is answered: RFC 8305, section 5. One that is refused doesn't wait for it. */
  attemptDelay: 250,
  /** For anybody to be reached at all. */
  connect: 5000,
  /** After somebody was reached, for the others to show that they are only slower. */
  late: 1000,
  /** Without an answer until it is asked whether the site still lives: most answers are there by then. */
  quiet: 300,
  /** For a site to show that it lives, once another has answered. */
  grace: 400,
  /** For a kept connection to answer before it is given what may be sent once only. */
  verify: 500,
  /** Since its last answer from which a connection is asked that first. */
  trusted: 1000,
  /** Without a request until a connection is closed: sooner than the edges close it, so that none is used in that moment. */
  keepAlive: 8000,
  /** For the document, where an app begins without any. */
  firstDocument: 1000,
  /** After a site was found sick, until it is asked again: doubled each time, half of it more or less by chance. */
  rest: 2000,
  /** The most of these. */
  longestRest: 120_000,
  /** Before an answer that says so little as not to say when to come back is asked for again. */
  busy: 1000,
} as const;

export type Timings = { readonly [name in keyof typeof usualTimings]: number };

/** How the machine is asked for addresses, time and chance: an app leaves all of it to its defaults. */
export interface Machine {
  /** Addresses of a host name; none where DNS says that there are none. Rejects where it says nothing. */
  lookup(host: string): Promise<readonly string[]>;
  /** Milliseconds, from any moment, never set back. */
  now(): number;
  /** 0 to 1. */
  random(): number;
  /** 443. */
  readonly port: number;
  /** How certificates are judged, and the address to ask from. */
  readonly tls: Pick<tls.ConnectionOptions, "ca" | "secureContext" | "rejectUnauthorized"> & {
    readonly localAddress?: string;
  };
}

export interface ClientSettings {
  /** Public names by capability: `{ feed: "feed.clips.example.com" }`, all one label below the same domain. */
  readonly names: Readonly<Record<string, string>>;
  /** The last document, as `save` was given it, or as it was built into the app. */
  readonly saved?: string;
  /** Keeps the document for the app's next start. */
  save?(text: string): void;
  readonly timings?: Partial<Timings>;
  readonly machine?: Partial<Machine>;
}
