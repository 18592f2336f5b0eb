import type { Values } from "../answers";
import type { Reach } from "./clusters";

/** A provider as the engine configured it: one of these a connection, as the real ones are a process each. */
export interface Session {
  readonly inputs: Values;
  /** Kubernetes only: whether its cluster can be reached. */
  readonly unreachable?: Reach;
  /** Kubernetes only: objects of an unreachable cluster are wanted as they were. */
  readonly skipsUnreachable?: boolean;
}

/**
 * The engine opens a connection for each provider resource, and says on it once how that one is configured.
 * All later calls on the connection are about it.
 */
export class Sessions {
  readonly #byPeer = new Map<string, Session>();

  configure(peer: string, session: Session): void {
    this.#byPeer.set(peer, session);
  }

  /** @throws Error on a connection that was never configured */
  of(peer: string): Session {
    const session = this.#byPeer.get(peer);
    if (session) return session;
    throw new Error("the provider is asked before it is configured");
  }
}
