/** What the sandbox must know of a cloud's provider beyond the answers for its resources. */
import type { Values } from "../../answers";

export interface SandboxCloud {
  /** The CLI by which users of its clusters get tokens: what a kubeconfig runs. */
  readonly tokenCommand: string;
  /** What its provider asks the cloud before it is configured, if anything, so that it dies while the cloud is gone. */
  readonly firstCall?: {
    isMade(settings: Values): boolean;
    readonly refused: string;
  };
}
