/** What a fault of the model does to the world, and what ends it: by kind. */
import type { Fault, FaultKind } from "../../resilience/faults/fault";
import { FaultError } from "../../resilience/faults/faults";
import { EDGE, everywhere, metroName, partsOf } from "../../resilience/faults/names";
import { type TimedFault, unfolded } from "../../resilience/faults/scenarios";
import type { Platform } from "../../resilience/platform/platform";
import { ofExpiry } from "./expiries";
import { atOnce, type Injection } from "./injection";
import { ofLink } from "./links";
import { blind, blindProvider, dns, ofProvider } from "./providers";
import { hurt, ofSites } from "./sites";

/** Why not, in words, for what can't be done on one machine; undefined where it is for want of changes. */
type Inject = (fault: Fault, platform: Platform, keepsPower: boolean) => Injection | string | undefined;

/** Servers of a queue that a loss of its quorum takes. */
const QUORUM_LOST = [1, 2];

const EDGE_IN_PART = "the edge's own failures in part aren't imitated";
const NOTHING_CHANGED = "a drill starts, moves and changes nothing while it lasts";

const injections: Readonly<Record<FaultKind, Inject>> = {
  site: (fault, _, keepsPower) => ofSites([fault.name], fault, keepsPower),
  metro: (fault, { sites }) =>
    ofSites(
      sites.filter(({ metro }) => metroName(metro) === fault.name).map(({ id }) => id),
      fault,
    ),
  regions: (fault) => ofSites(fault.name.split("/"), fault),
  provider: ofProvider,
  "provider-blind": blindProvider,
  zone: ({ name, mode, share = 1 }) => {
    const [site, zone] = partsOf(name);
    if (mode !== "hard") return hurt(site, "fails", share, { zone });
    return {
      what: `all that stands in ${zone} of ${site} is killed, and its address answers nobody`,
      begin: async (world) => world.loseZone(site, zone),
      end: async (world) => world.restartSite(site),
    };
  },
  workload: ({ name, mode, share = 1 }) => {
    const [site, workload] = partsOf(name);
    if (mode === "brownout")
      return workload === EDGE ? EDGE_IN_PART : hurt(site, "fails", share, { workload });
    return {
      what: `every pod of ${workload} at ${site} is killed`,
      begin: async (world) => {
        await world.site(site).kill((part) => part.workload === workload);
      },
      end: async (world) => world.site(site).restart(),
    };
  },
  "bad-change": ({ name, share = 1 }, { sites }) => {
    const [where, workload] = partsOf(name);
    if (workload === EDGE) return EDGE_IN_PART;
    const hit = sites.filter(({ id }) => where === everywhere || id === where);
    const parts = hit.map(({ id }) => hurt(id, "fails", share, { workload }));
    return atOnce(parts);
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
      : "NATS answers or doesn't: a queue that fails in part isn't imitated",
  "media-store": ({ name, mode }) =>
    mode === "hard"
      ? {
          what: `the store at ${name} is killed`,
          begin: async (world) => world.store(name).kill(),
          end: async (world) => world.store(name).start(),
        }
      : "the store's program answers or doesn't: one that fails in part isn't imitated",
  link: ({ name }, platform) => ofLink(name, platform),
  "dns-authority": ({ name }) => dns(name, "silent", "answers nobody"),
  "authority-wrong": ({ name }) => dns(name, "wrong-no-name", "says that no name exists"),
  "health-checks": ({ name }) => blind(name),
  expiry: ({ name }, platform) => ofExpiry(name, platform),
  // Made of the losses of sites and providers: `injectionsOf`.
  flapping: () => undefined,
  // What it is after its loss: its pods have just started.
  return: ({ name }) => ({
    what: `${name} is back: its pods have just started`,
    begin: async () => undefined,
    end: async () => undefined,
  }),
  "control-plane": () => NOTHING_CHANGED,
  registry: () => `nothing pulls an image in a drill: ${NOTHING_CHANGED}`,
};

/**
 * How a drill does a fault.
 * @param keepsPower whether sites that are lost are only cut off
 * @throws FaultError for one that can't be done on one machine, with the reason
 */
export function injectionOf(fault: Fault, platform: Platform, keepsPower = false): Injection {
  const found = injections[fault.kind](fault, platform, keepsPower);
  if (typeof found === "object") return found;
  const why = found ?? NOTHING_CHANGED;
  throw new FaultError(`fault ${JSON.stringify(fault.id)}: can't be drilled: ${why}`);
}

/**
 * What is done at which time: every fault as what it is made of. What comes and goes is reached and not reached by turns; its
 * power isn't cut, as nothing starts in the half of a round.
 * @throws FaultError as `injectionOf`
 */
export const injectionsOf = (faults: readonly TimedFault[], platform: Platform): TimedInjection[] =>
  faults.flatMap((timed) =>
    unfolded(platform, [timed]).map((part) => ({
      ...part,
      injection: injectionOf(part.fault, platform, timed.fault.kind === "flapping"),
    })),
  );

export interface TimedInjection extends TimedFault {
  readonly injection: Injection;
}
