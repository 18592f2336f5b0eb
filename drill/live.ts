/** What a drill says while it runs. */
import type { CommandContext } from "../cli/context";
import type { Watcher } from "./run";

export function liveView({ stdout }: CommandContext, title: string): Watcher & { end(): void } {
  const line = (text: string) => stdout.write(`${text}\n`);
  line(title);
  return {
    step: (text) => line(`  ${text}`),
    event: ({ at, text }) => line(`  ${at.toFixed(1)} s  ${text}`),
    second: ({ at, all }) => {
      if (Math.round(at) % 5 === 0) line(`  ${Math.round(at)} s  ${all.ok} of ${all.sent}`);
    },
    end: () => undefined,
  };
}
