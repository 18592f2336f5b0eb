/** What every program is handed: what it was told, its log, its metrics, and what to close at its end. */
import type { Log } from "./log";
import type { Metrics } from "./metrics";
import type { Route } from "./service";
import type { Settings } from "./settings";

export interface Pod {
  readonly settings: Settings;
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** A capability's program. It is made at once, whatever it depends on: that is found in the background. */
export interface Program {
  readonly routes: readonly Route[];
  /** Ends what goes on in the background, the queue's connection last. Nothing is asked of it any more. */
  close(): Promise<void>;
}
