/** The words and letters of a verdict, the same in every part of the page: never colour alone. */
import type { PageVerdict } from "./data";

export const letterOf = { up: "U", degraded: "D", down: "X" } as const;

/** `0 s`, `72 s`, `12 min`, `never`. */
export function duration(seconds: number | null): string {
  if (seconds === null) return "never";
  if (seconds < 300) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** `U 0 s`, `D 72 s`, `X never`: the recovery matters where traffic was lost. */
export const cellText = ({ state, rtoSeconds }: PageVerdict): string =>
  `${letterOf[state]} ${state === "up" && rtoSeconds === 0 ? "" : duration(rtoSeconds)}`.trim();
