/** What is in the way of something that is wanted, as a rule's findings. */
import type { Obstacle } from "../graph/said";
import type { Finding } from "./rule";

export const findingsOf = (obstacles: readonly Obstacle[], wanted: string): Finding[] =>
  obstacles.map(({ at, because, unsure }) => ({
    urn: at.urn,
    found: because,
    wanted,
    ...(unsure ? { unsure: true } : {}),
  }));
