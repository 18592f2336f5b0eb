/** DNS authorities by what they do for a platform: who of them a fault can hit. */
import type { Platform } from "../platform/platform";
import { providersOf } from "./names";

/** Providers whose DNS answers for a capability. */
export const answering = ({ authorities, capabilities }: Platform): string[] =>
  providersOf(authorities.filter((_, place) => capabilities.some(({ answers }) => answers[place])));

/** Providers whose DNS checks what it answers with. */
export const checking = ({ authorities, capabilities }: Platform): string[] =>
  providersOf(
    authorities.filter((_, place) =>
      capabilities.some(({ answers }) => answers[place]?.answers.some(({ check }) => check)),
    ),
  );
