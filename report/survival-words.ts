/** The words and letters of a verdict, the same in every report: never colour alone. */
import type { Survival } from "../resilience/verdict/survival";
import type { Verdict } from "../resilience/verdict/verdicts";

export const letterOf = { up: "U", degraded: "D", down: "X" } as const;

/** `0 s`, `72 s`, `12 min`, `20 h`, `never`. */
export function duration(seconds: number | null): string {
  if (seconds === null) return "never";
  if (seconds < 300) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}

export const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

/** `U`, `D 72 s`, `X never`: where requests were lost, with the time until service is back to its lasting level. */
export const cellText = ({ state, rtoSeconds }: Pick<Verdict, "state" | "rtoSeconds">): string =>
  rtoSeconds === 0 ? letterOf[state] : `${letterOf[state]} ${duration(rtoSeconds)}`;

export const legend =
  "U up, D degraded, X down; a time beside it: until service is back to its lasting level, where requests were lost";

/** One line: what a reviewer reads if nothing else. What is down already comes before everything that may fail. */
export function survivalSummary(survival: Survival): string {
  const { scenarios, because, nothing, misses, untold } = survival;
  if (nothing) return `can't tell. ${because.join(" ")}`;
  const down = scenarios.filter(({ verdicts }) =>
    Object.values(verdicts).some(({ state }) => state === "down"),
  );
  const ends =
    down.length === 0
      ? "none of them takes a capability down"
      : `${down.length} of them take${down.length === 1 ? "s" : ""} a capability down`;
  const headlines = {
    met: "objectives met",
    missed: `objectives missed ${times(misses.length)}${untold.length > 0 ? `, and ${times(untold.length)} it can't be told` : ""}`,
    unknown: "can't tell whether objectives are met",
  };
  const said = because.length === 0 ? "" : `. ${because.join(" ")}`;
  return `${headlines[survival.verdict]}; ${scenarios.length} faults and past outages played, ${ends}${said}`;
}

const times = (count: number): string => `${count} ${count === 1 ? "time" : "times"}`;
