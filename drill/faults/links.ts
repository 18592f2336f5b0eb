/** Links between sites that are lost, both ways or one. */
import { linkName } from "../../resilience/faults/names";
import type { Platform } from "../../resilience/platform/platform";
import type { Injection } from "./injection";

const TO = "-to-";

export function ofLink(name: string, platform: Platform): Injection {
  const [from, to] = name.split(TO);
  return from !== undefined && to !== undefined ? oneWay(from, to, platform) : bothWays(name, platform);
}

function bothWays(name: string, platform: Platform): Injection {
  const pairs = cutBy(name, platform);
  return {
    what: `nothing passes between ${pairs.map(([a, b]) => `${a} and ${b}`).join(", ")}`,
    begin: async (world) => {
      for (const [a, b] of pairs) await world.net.cut(a, b);
    },
    end: async (world) => {
      for (const [a, b] of pairs) await world.net.restore(a, b);
    },
  };
}

/** Connections that are open live on, and the other side opens new ones: as with a way out that is broken. */
function oneWay(from: string, to: string, { sites }: Platform): Injection {
  const of = (name: string) => sites.filter(({ id, provider }) => id === name || provider === name);
  const pairs = of(from).flatMap((a) => of(to).map((b): [string, string] => [a.id, b.id]));
  return {
    what: `no connection can be opened from ${pairs.map(([a, b]) => `${a} to ${b}`).join(", ")}`,
    begin: async (world) => {
      for (const [a, b] of pairs) await world.net.refuse(a, b, true);
    },
    end: async (world) => {
      for (const [a, b] of pairs) await world.net.refuse(a, b, false);
    },
  };
}

/** Sites that a link's loss parts: two sites, or all of two providers. */
function cutBy(name: string, { sites }: Platform): [string, string][] {
  const [one, other] = name.split("/");
  if (one !== undefined && other !== undefined) return [[one, other]];
  return sites.flatMap((a, index) =>
    sites
      .slice(index + 1)
      .filter((b) => a.provider !== b.provider && name === linkName(a.provider, b.provider))
      .map((b): [string, string] => [a.id, b.id]),
  );
}
