/** What a fault of the model does to the world, and what ends it: by kind. */

import type { Fault, FaultKind } from "../../resilience/faults/fault";
import { FaultError } from "../../resilience/faults/faults";
import { linkName, partsOf } from "../../resilience/faults/names";
import type { Platform } from "../../resilience/platform/platform";
import type { World } from "../world/world";

/** A fault as the drill does it. */
export interface Injection {
  /** For people, as it begins: `the servers of the queue at oci-us-ashburn-1 are killed but one`. */
  readonly what: string;
  begin(world: World): Promise<void>;
  /** What is lost comes back as it was: on its disks is what had been stored. */
  end(world: World): Promise<void>;
}

type Inject = (fault: Fault, platform: Platform) => Injection | undefined;

/** Servers of a queue that a loss of its quorum takes. */
const QUORUM_LOST = [1, 2];

const injections: Readonly<Partial<Record<FaultKind, Inject>>> = {
  site: ({ name, mode, share = 1 }) => {
    if (mode === "hard")
      return {
        what: `${name} is cut off, and all that runs there is killed`,
        begin: async (world) => {
          await world.net.isolate(name);
          await world.killSite(name);
        },
        end: async (world) => {
          await world.net.restoreSite(name);
          await world.restartSite(name);
        },
      };
    if (mode === "brownout") return failing(name, undefined, share);
    return undefined;
  },
  zone: ({ name, mode }) => {
    const [site, zone] = partsOf(name);
    if (mode !== "hard") return undefined;
    return {
      what: `all that stands in ${zone} of ${site} is killed, and its address answers nobody`,
      begin: async (world) => world.loseZone(site, zone),
      end: async (world) => {
        await world.restartSite(site);
      },
    };
  },
  workload: ({ name, mode, share = 1 }) => {
    const [site, workload] = partsOf(name);
    if (mode === "brownout") return workload === "edge" ? undefined : failing(site, workload, share);
    return {
      what: `every pod of ${workload} at ${site} is killed`,
      begin: async (world) => {
        await world.site(site).kill((part) => part.workload === workload);
      },
      end: async (world) => world.site(site).restart(),
    };
  },
  queue: ({ name, mode }) =>
    mode === "hard"
      ? {
          what: `two of three servers of the queue at ${name} are killed`,
          begin: async (world) => world.queues.at(name).kill(...QUORUM_LOST),
          end: async (world) => {
            for (const server of QUORUM_LOST) world.queues.at(name).start(server);
          },
        }
      : undefined,
  "media-store": ({ name, mode }) =>
    mode === "hard"
      ? {
          what: `the store at ${name} is killed`,
          begin: async (world) => world.store(name).kill(),
          end: async (world) => world.store(name).start(),
        }
      : undefined,
  link: ({ name }, platform) => {
    if (name.includes("-to-")) return undefined;
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
  },
  "dns-authority": ({ name }) => inMode(name, "silent", `the DNS of ${name} answers nobody`),
  "authority-wrong": ({ name }) =>
    inMode(name, "wrong-no-name", `the DNS of ${name} says that no name exists`),
  "health-checks": ({ name }) => inMode(name, "blind", `the DNS of ${name} heeds no check`),
};

function failing(site: string, workload: string | undefined, share: number): Injection {
  const whose = workload === undefined ? `all pods at ${site}` : `every pod of ${workload} at ${site}`;
  return {
    what: `${whose} fail ${Math.round(share * 100)} % of their users' requests, and answer every probe`,
    begin: async (world) => world.site(site).fail(share, workload),
    end: async (world) => world.site(site).fail(0, workload),
  };
}

function inMode(provider: string, mode: "silent" | "wrong-no-name" | "blind", what: string): Injection {
  return {
    what,
    begin: async (world) => world.authority(provider).mode(mode),
    end: async (world) => world.authority(provider).mode("ok"),
  };
}

/** Sites that a link's loss parts: two sites, or all of two providers. */
function cutBy(name: string, { sites }: Platform): [string, string][] {
  const [one, other] = name.split("/");
  if (one !== undefined && other !== undefined) return [[one, other]];
  return sites.flatMap((a, index) =>
    sites
      .slice(index + 1)
      .filter((b) => a.provider !== b.provider && isLink(name, a.provider, b.provider))
      .map((b): [string, string] => [a.id, b.id]),
  );
}

const isLink = (name: string, a: string, b: string): boolean => name === linkName(a, b);

/**
 * How a drill does a fault.
 * @throws FaultError for one that can't be done yet, naming the kinds that can
 */
export function injectionOf(fault: Fault, platform: Platform): Injection {
  const found = injections[fault.kind]?.(fault, platform);
  if (found) return found;
  const known = Object.keys(injections).join(", ");
  throw new FaultError(
    `fault ${JSON.stringify(fault.id)}: can't be drilled yet; wanted one of the kinds ${known}, hard (a site and a workload also by brownout)`,
  );
}
