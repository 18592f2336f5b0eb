/** What the clouds say when they are asked, by their own CLIs and by commands that only read. */
import type { Need } from "./needs";
import { isAmong } from "./rights";

/** Runs a command; its output as JSON, or why there is none. */
export type Run = (
  args: readonly string[],
) => { readonly ok: true; readonly json: unknown } | { readonly ok: false; readonly why: string };

export interface Asked {
  /** What falls short: the first deployment would fail by it. */
  readonly short: readonly string[];
  /** What was asked and is well. */
  readonly well: readonly string[];
  /** What couldn't be asked, and why. */
  readonly unasked: readonly string[];
}

/** AWS's code of the quota behind a need, as Service Quotas has it. */
const QUOTAS: Readonly<Record<string, readonly [service: string, code: string]>> = {
  "Elastic IPs": ["ec2", "L-0263D0A3"],
  "vCPUs of On-Demand Standard instances": ["ec2", "L-1216C47A"],
  VPCs: ["vpc", "L-F678F1CE"],
  "Network Load Balancers": ["elasticloadbalancing", "L-69A177A2"],
};

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>)[key] : undefined,
    value,
  );

export interface Subject {
  readonly needs: readonly Need[];
  readonly accountId: string;
  readonly admins: readonly string[];
  readonly buckets: readonly string[];
}

/** Who is asking, the quotas, and whether the buckets' names are free: they are one name space for all accounts. */
export function askAws({ needs, accountId, admins, buckets }: Subject, run: Run): Asked {
  const identity = run(["aws", "sts", "get-caller-identity", "--output", "json"]);
  if (!identity.ok) return { short: [], well: [], unasked: [`AWS: ${identity.why}`] };
  const found = { short: [] as string[], well: [] as string[], unasked: [] as string[] };
  const [caller, account] = [String(at(identity.json, "Arn")), String(at(identity.json, "Account"))];
  if (account !== accountId) {
    found.short.push(
      `AWS: these credentials are of account ${account}, and twincloud:aws.accountId is ${accountId}`,
    );
    return found;
  }
  if (isAmong(caller, admins)) found.well.push(`AWS: ${caller} is among twincloud:aws.adminPrincipals`);
  else {
    found.short.push(
      `AWS: ${caller} isn't among twincloud:aws.adminPrincipals (${admins.join(", ")}): it would make the clusters in a quarter of an hour, and then be refused by them`,
    );
  }
  for (const { provider, region, what, count } of needs) {
    const quota = provider === "aws" ? QUOTAS[what] : undefined;
    if (quota === undefined || region === undefined) continue;
    const [service, code] = quota;
    const told = run([
      ...["aws", "service-quotas", "get-service-quota", "--region", region],
      ...["--service-code", service, "--quota-code", code, "--output", "json"],
    ]);
    if (!told.ok) found.unasked.push(`AWS ${region}, ${what}: ${told.why}`);
    else {
      const value = Number(at(told.json, "Quota", "Value"));
      const text = `AWS ${region}: ${what}: ${count} wanted, ${value} are all that the account may have, others' included`;
      (value >= count ? found.well : found.short).push(text);
    }
  }
  for (const bucket of buckets) {
    const told = run(["aws", "s3api", "head-bucket", "--bucket", bucket, "--output", "json"]);
    if (told.ok) found.well.push(`AWS: bucket ${bucket} is there, and this account's`);
    else if (/\b404\b|Not Found/i.test(told.why)) found.well.push(`AWS: bucket ${bucket} is free`);
    else if (/\b403\b|Forbidden/i.test(told.why)) {
      found.short.push(
        `AWS: bucket ${bucket} is somebody else's: choose another name of the project or the stack`,
      );
    } else found.unasked.push(`AWS: bucket ${bucket}: ${told.why}`);
  }
  return found;
}

/** Whether the tenancy is subscribed to the regions. Its limits differ by availability domain: `oci limits` has them. */
export function askOci(tenancyId: string, regions: readonly string[], run: Run): Asked {
  const told = run([
    "oci",
    "iam",
    "region-subscription",
    "list",
    "--tenancy-id",
    tenancyId,
    "--output",
    "json",
  ]);
  if (!told.ok) return { short: [], well: [], unasked: [`OCI: ${told.why}`] };
  const list = at(told.json, "data");
  const ready = (Array.isArray(list) ? list : [])
    .filter((one) => at(one, "status") === "READY")
    .map((one) => String(at(one, "region-name")));
  const missing = regions.filter((region) => !ready.includes(region));
  return {
    short: missing.map(
      (region) =>
        `OCI: the tenancy isn't subscribed to ${region}: oci iam region-subscription create --region-key KEY --tenancy-id ${tenancyId}`,
    ),
    well: regions.filter((region) => ready.includes(region)).map((region) => `OCI: subscribed to ${region}`),
    unasked: [],
  };
}
