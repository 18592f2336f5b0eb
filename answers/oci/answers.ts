/** All that is answered for OCI. */
import type { CloudAnswers } from "../cloud";
import { artifacts } from "./artifacts";
import { combinations } from "./combinations";
import { containerengine, containerengineInvokes } from "./containerengine";
import { core, coreInvokes } from "./core";
import { dns } from "./dns";
import { healthchecks } from "./healthchecks";
import { identity } from "./identity";
import { logging } from "./logging";
import { ociLookUps } from "./look-ups";
import { monitoring } from "./monitoring";
import { objectstorage } from "./objectstorage";
import { ons } from "./ons";

export const ociAnswers: CloudAnswers = {
  resources: [
    ...artifacts,
    ...containerengine,
    ...core,
    ...dns,
    ...healthchecks,
    ...identity,
    ...logging,
    ...monitoring,
    ...objectstorage,
    ...ons,
  ],
  invokes: [...containerengineInvokes, ...coreInvokes],
  lookUps: ociLookUps,
  combinations,
  // OKE's controller knows no class: it takes every Service that names none.
  serves: ({ loadBalancerClass }) => loadBalancerClass === undefined,
  ingress: (ip) => ({ ip }),
};
