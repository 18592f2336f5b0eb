/** What a stack file says of OCI. */
import * as z from "zod";
import { type NodeShape, type OciAccount, OKE_MINORS, takenUp } from "../../components/oci/account";
import { findRegion, regionAdvice } from "../../graph/clouds/regions";
import { entries, type SiteDraft } from "../drafts";
import type { Finding } from "../problems";
import { list, map, text, whole } from "../values";
import type { CloudInStack } from "./contract";

export type OciSettings = Omit<OciAccount, "nodes" | "calico">;
export type OciNodeSettings = NodeShape;

/** What the adapter's account is made of. */
interface AccountSettings {
  readonly oci: OciSettings;
  readonly nodes: { readonly oci: OciNodeSettings };
  readonly images: { readonly calico: OciAccount["calico"] };
}

/** @param wanted of one that is missing */
const regionFor = (wanted: string) =>
  z.string({ error: wanted }).refine((name) => findRegion("oci", name) !== undefined, {
    error: ({ input }) => regionWanted(String(input)),
  });

const regionWanted = (name: string): string => `an OCI region; ${regionAdvice("oci", name)}`;

/** OCIDs end in 60 characters; Oracle leaves their form to each service, so that they may be fewer. */
function ocid(kinds: readonly string[]) {
  const form = new RegExp(
    `^ocid1\\.(${kinds.join("|")})\\.oc1\\.([a-z0-9-]*)\\.([a-z0-9-]*\\.)?[a-z0-9]{40,}$`,
  );
  return text(
    `an OCID of the commercial realm: ${kinds.map((kind) => `ocid1.${kind}.oc1.…`).join(" or ")}`,
    (value) => form.test(value),
  );
}

const vantagePoint = text(
  "a vantage point's name as `oci health-checks vantage-point list` gives it, such as goo-chs",
  (value) => /^[a-z]{3}-[a-z0-9]+$/.test(value),
);

const serviceUser = map({
  id: ocid(["user"]),
  name: text("the name the user logs in with, without spaces", (value) => /^\S{1,100}$/.test(value)),
});

/** A user has two of each at most; the names of the two must differ. */
const standingWanted = "a list of one or two different numbers, the one in use last, such as [1, 2]";
const standing = z
  .array(whole(1, 1_000_000, ""), { error: standingWanted })
  .refine(
    (numbers) => numbers.length >= 1 && numbers.length <= 2 && new Set(numbers).size === numbers.length,
    {
      error: standingWanted,
    },
  );

const schema = map({
  tenancyId: ocid(["tenancy"]),
  compartmentId: ocid(["compartment", "tenancy"]),
  homeRegion: regionFor("the name of an OCI region"),
  monitorRegion: regionFor(
    "an OCI region without a site, where the health checks are kept and through which DNS is edited",
  ),
  domainPrefix: text(
    "what stands before the colon of the tenancy's availability domains, such as Uocm of Uocm:PHX-AD-1",
    (value) => /^[A-Za-z0-9]{1,16}$/.test(value),
  ),
  namespace: text("the tenancy's Object Storage namespace (`oci os ns get`)", (value) =>
    /^[a-z0-9][a-z0-9_-]{0,62}$/.test(value),
  ),
  nodeImageIds: z.record(z.string(), ocid(["image"]), { error: "a map of region to OCID of a node image" }),
  serviceUser,
  // Ten is the most that a monitor takes; three is what Oracle advises, so that one that errs is outvoted.
  vantagePoints: list(vantagePoint, "a list of 3 to 10 vantage points", 3, 10),
  pullUser: serviceUser.optional(),
  viewerGroups: list(ocid(["group"]), "a list of OCIDs of groups", 0).optional(),
  storeKeys: standing.optional(),
  pullTokens: standing.optional(),
});

const nodes = {
  schema: map({
    shape: text("a flexible shape, such as VM.Standard.E5.Flex", (value) =>
      /^VM\.[A-Za-z0-9.]+\.Flex$/.test(value),
    ),
    ocpus: whole(1, 128, " OCPUs"),
    memoryGb: whole(1, 2048, " GB"),
    reserve: z.boolean({ error: "true or false" }).default(false),
  })
    .refine(({ ocpus, memoryGb }) => memoryGb >= ocpus && memoryGb <= 64 * ocpus, {
      path: ["memoryGb"],
      abort: true,
      error: "1 to 64 GB for each OCPU, as flexible shapes are sold",
    })
    .refine((node) => takenUp(node) !== "ocpus", {
      path: ["ocpus"],
      error:
        "more OCPUs: a node's own system leaves nothing of these for pods; 2 are the least that is of use",
    })
    .refine((node) => takenUp(node) !== "memoryGb", {
      path: ["memoryGb"],
      error:
        "more memory: a node's own system leaves nothing of it for pods; 16 GB are the least that is of use",
    }),
  standard: { shape: "VM.Standard.E5.Flex", ocpus: 4, memoryGb: 32, reserve: false },
};

/** Every site needs a node image of its region, and an image is of the region it is named for. */
function check(own: unknown, sites: readonly SiteDraft[]): Finding[] {
  const ids = entries(own).nodeImageIds;
  if (typeof ids !== "object" || ids === null) return [];
  const imageIds = entries(ids);
  const missing = sites.flatMap(({ index, name, region }) =>
    region && name !== undefined && imageIds[name] === undefined
      ? [
          {
            path: ["oci", "nodeImageIds", name],
            found: "nothing",
            wanted: `the OCID of a node image in ${name}, for sites[${index}]`,
          },
        ]
      : [],
  );
  const { serviceUser: stores, pullUser: images } = entries(own);
  const isOne = images !== undefined && entries(images).id === entries(stores).id;
  const shared = isOne
    ? [
        {
          path: ["oci", "pullUser", "id"],
          found: "the user of the stores",
          wanted: "another user, who can't read media",
        },
      ]
    : [];
  return [...shared, ...missing, ...Object.entries(imageIds).flatMap(([name, id]) => nodeImage(name, id))];
}

function nodeImage(name: string, id: unknown): Finding[] {
  const path = ["oci", "nodeImageIds", name];
  const known = findRegion("oci", name);
  if (!known) return [{ path, found: "a region that isn't known", wanted: regionWanted(name) }];
  // Images are regional; the oldest regions stand in OCIDs by their key.
  const imageRegion = typeof id === "string" ? id.split(".")[3] : undefined;
  if (imageRegion === undefined || [name, known.key].includes(imageRegion)) return [];
  return [{ path, found: `an image of ${imageRegion || "no region"}`, wanted: `an image of ${name}` }];
}

export const oci = {
  shortTitle: "OCI",
  schema,
  nodes,
  // A site may name one so that its node image is of the same version.
  patchVersions: { example: "1.33.10", minors: OKE_MINORS, knownIn: "components/oci/versions.ts" },
  check,
  // Identities; DNS, its checks and alarms.
  alsoChangedIn: (own) => {
    const { homeRegion, monitorRegion } = entries(own);
    return [homeRegion, monitorRegion].filter((region) => typeof region === "string");
  },
  complete: (parsed: OciSettings): OciSettings => parsed,
  account: (settings: AccountSettings): OciAccount => ({
    ...settings.oci,
    nodes: settings.nodes.oci,
    calico: settings.images.calico,
  }),
} satisfies CloudInStack;
