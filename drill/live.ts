/** What a drill says while it runs, from what its parts tell. */
import type { CommandContext } from "../cli/context";
import type { LiveState } from "./report/live";
import { liveViewOn } from "./report/live-view";
import type { Watcher } from "./run";

/** Of a world's start and of what comes after, about how much of the whole is done. */
const STARTED = 0.3;

interface DrillView extends Watcher {
  /** A drill begins, at a share of all that is to be done, and is so much of it. */
  begin(title: string, from: number, share: number): void;
  end(): void;
}

export function liveView({ stdout, env }: CommandContext): DrillView {
  const view = liveViewOn({ output: stdout, env });
  const seconds = new Map<string, (number | undefined)[]>();
  const answers = new Map<string, string>();
  let state: LiveState = { phase: "", done: 0, capabilities: [], authorities: [], acknowledged: 0 };
  let part = { from: 0, share: 1 };
  const show = (change: Partial<LiveState>) => {
    state = {
      ...state,
      capabilities: [...seconds].map(([name, shares]) => ({ name, seconds: shares })),
      authorities: [...answers].map(([name, text]) => ({ name, answers: text })),
      ...change,
    };
    view.show(state);
  };
  return {
    begin: (title, from, share) => {
      part = { from, share };
      seconds.clear();
      view.say(title);
      show({ phase: title });
    },
    step: (phase) => {
      view.say(`  ${phase}`);
      show({ phase, done: Math.min(STARTED, state.done + 0.05) });
    },
    event: ({ at, kind, text }) => {
      view.say(`  ${at.toFixed(1)} s  ${text}`);
      const [name, answered] = text.split(" answers ");
      if (kind === "authority" && name !== undefined && answered !== undefined) answers.set(name, answered);
      show({});
    },
    second: ({ at, byCapability, lag, uploadsAcknowledged }, endAt) => {
      for (const [name, { sent, ok }] of Object.entries(byCapability)) {
        const known = seconds.get(name) ?? [];
        known.push(sent === 0 ? undefined : ok / sent);
        seconds.set(name, known);
      }
      show({
        phase: at < 0 ? "calm" : "fault",
        sinceFault: at,
        done: STARTED + (1 - STARTED) * (part.from + part.share * Math.max(0, Math.min(1, at / endAt))),
        acknowledged: uploadsAcknowledged,
        notes: lag.late > 0 ? [`${lag.late} requests were sent over 50 ms late: this machine is busy`] : [],
      });
    },
    end: () => view.close(),
  };
}
