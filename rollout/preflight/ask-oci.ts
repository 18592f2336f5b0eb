/** What OCI says: which regions the tenancy is subscribed to, and what is left there of its limits. */
import { type Ask, type Asked, at, figureAt, nothingAsked, type Run, type Subject, together } from "./asked";
import type { Need } from "./needs";

/** A limit by the names that OCI's API has for it. */
type Limit = readonly [service: string, name: string];

/**
 * The limit behind a need. Sources: Oracle's "Compute Quotas", "Networking Quotas", "Kubernetes Engine Quotas",
 * "Health Checks Quotas", "DNS Quotas" and "Object Storage Quotas"; a quota's name is its limit's.
 */
const LIMITS: Readonly<Record<string, Limit>> = {
  VCNs: ["vcn", "vcn-count"],
  "reserved public IPs": ["vcn", "reserved-public-ip-count"],
  "OKE enhanced clusters": ["container-engine", "enhanced-cluster-count"],
  "network load balancers": ["network-load-balancer-api", "max-nlb-flexible-count"],
  "Object Storage buckets": ["object-storage", "bucket-count"],
  "HTTP monitors every 10 s": ["health-checks", "monitor-premium-count"],
  "HTTP monitors every 30 s or more": ["health-checks", "monitor-basic-count"],
  "steering policies": ["dns", "steering-policy-count"],
  "IAM policies": ["identity", "policies-count"],
};

/** `Standard.E5 cores (OCPUs)`: a shape's family has limits of its own, in each availability domain. */
function limitOf(what: string): Limit | undefined {
  const [, family, kind] = /^(\S+) (cores|memory) \(/.exec(what) ?? [];
  if (family === undefined) return LIMITS[what];
  const name = family.toLowerCase().replaceAll(".", "-");
  return ["compute", `${name}-${kind === "cores" ? "core" : "memory"}-count`];
}

export const askOci: Ask = async (subject, run) => {
  const { needs, tenancyId, ociRegions } = subject;
  const told = await run([
    ...["oci", "iam", "region-subscription", "list", "--tenancy-id", tenancyId, "--output", "json"],
  ]);
  if (!told.ok) return { ...nothingAsked, unasked: [`OCI: ${told.why}`] };
  const list = at(told.json, "data");
  const ready = (Array.isArray(list) ? list : [])
    .filter((one) => at(one, "status") === "READY")
    .map((one) => String(at(one, "region-name")));
  const subscriptions: Asked = {
    short: ociRegions
      .filter((region) => !ready.includes(region))
      .map(
        (region) =>
          `OCI: the tenancy isn't subscribed to ${region}: oci iam region-subscription create --region-key KEY --tenancy-id ${tenancyId}`,
      ),
    well: ociRegions
      .filter((region) => ready.includes(region))
      .map((region) => `OCI: subscribed to ${region}`),
    unasked: [],
  };
  // A region that the tenancy isn't in has no limits to ask for.
  const asked = needs.filter(
    ({ provider, region }) => provider === "oci" && (region === undefined || ready.includes(region)),
  );
  return together([subscriptions, ...(await Promise.all(asked.map((need) => askLimit(need, subject, run))))]);
};

async function askLimit(need: Need, subject: Subject, run: Run): Promise<Asked> {
  const limit = limitOf(need.what);
  if (limit === undefined) return nothingAsked;
  const { region, zone, what, count } = need;
  const place = ["OCI", zone ?? region].filter((part) => part !== undefined).join(" ");
  const left = await availability(limit, need, subject, run);
  if (typeof left === "string") return { ...nothingAsked, unasked: [`${place}, ${what}: ${left}`] };
  const { free, used } = left;
  if (free >= count) {
    return { ...nothingAsked, well: [`${place}: ${what}: ${count} wanted, ${free} left`] };
  }
  const own = used > 0 ? ` (unless some of the ${used} in use are this stack's own)` : "";
  const [service, name] = limit;
  const short = `${place}: ${what}: ${count} wanted, ${free} left${own}: ask for more of ${service}'s ${name}`;
  return { ...nothingAsked, short: [short] };
}

interface Left {
  readonly free: number;
  readonly used: number;
}

/** What is left of a limit, by its usage where OCI tells that, else by the limit alone; or why that isn't known. */
async function availability(
  [service, name]: Limit,
  { region, zone }: Need,
  { tenancyId, compartmentId }: Subject,
  run: Run,
): Promise<Left | string> {
  const where = [
    ...(region === undefined ? [] : ["--region", region]),
    ...(zone === undefined ? [] : ["--availability-domain", zone]),
    ...["--output", "json"],
  ];
  const told = await run([
    ...["oci", "limits", "resource-availability", "get", "--compartment-id", compartmentId],
    ...["--service-name", service, "--limit-name", name, ...where],
  ]);
  const free = told.ok ? figureAt(told.json, "data", "available") : undefined;
  if (told.ok && free !== undefined) {
    const used = figureAt(told.json, "data", "used") ?? 0;
    const quota = figureAt(told.json, "data", "effective-quota-value");
    return { free: quota === undefined ? free : Math.min(free, Math.max(0, quota - used)), used };
  }
  // "Not all resource limits support this API. If the value is not available, the API returns a 404 response."
  if (!told.ok && !/\b404\b|NotAuthorizedOrNotFound/.test(told.why)) return told.why;
  const listed = await run([
    ...["oci", "limits", "value", "list", "--compartment-id", tenancyId],
    ...["--service-name", service, "--name", name, ...where],
  ]);
  if (!listed.ok) return listed.why;
  const values = at(listed.json, "data");
  const value = Array.isArray(values) ? figureAt(values[0], "value") : undefined;
  return value === undefined ? `OCI knows no limit ${name} of ${service}` : { free: value, used: 0 };
}
