/** What AWS says: who is asking, its quotas, and whether the buckets' names are free. */
import { type Ask, type Asked, at, figureAt, nothingAsked, type Run, type Subject, together } from "./asked";
import type { Need } from "./needs";
import { isAmong } from "./rights";

/** AWS's code of the quota behind a need, as Service Quotas has it. */
const QUOTAS: Readonly<Record<string, readonly [service: string, code: string]>> = {
  "Elastic IPs": ["ec2", "L-0263D0A3"],
  "vCPUs of On-Demand Standard instances": ["ec2", "L-1216C47A"],
  VPCs: ["vpc", "L-F678F1CE"],
  "Network Load Balancers": ["elasticloadbalancing", "L-69A177A2"],
};

export const askAws: Ask = async (subject, run) => {
  const { needs, accountId, buckets } = subject;
  const identity = await run(["aws", "sts", "get-caller-identity", "--output", "json"]);
  if (!identity.ok) return { ...nothingAsked, unasked: [`AWS: ${identity.why}`] };
  const [caller, account] = [String(at(identity.json, "Arn")), String(at(identity.json, "Account"))];
  if (account !== accountId) {
    const short = `AWS: these credentials are of account ${account}, and twincloud:aws.accountId is ${accountId}`;
    return { ...nothingAsked, short: [short] };
  }
  const asked = await Promise.all([
    ...needs.map((need) => askQuota(need, run)),
    ...buckets.map((bucket) => askBucket(bucket, run)),
  ]);
  return together([aboutCaller(caller, subject), ...asked]);
};

function aboutCaller(caller: string, { admins }: Subject): Asked {
  if (isAmong(caller, admins)) {
    return { ...nothingAsked, well: [`AWS: ${caller} is among twincloud:aws.adminPrincipals`] };
  }
  const short = `AWS: ${caller} isn't among twincloud:aws.adminPrincipals (${admins.join(", ")}): it would make the clusters in a quarter of an hour, and then be refused by them`;
  return { ...nothingAsked, short: [short] };
}

async function askQuota({ provider, region, what, count }: Need, run: Run): Promise<Asked> {
  const quota = provider === "aws" ? QUOTAS[what] : undefined;
  if (quota === undefined || region === undefined) return nothingAsked;
  const [service, code] = quota;
  const told = await run([
    ...["aws", "service-quotas", "get-service-quota", "--region", region],
    ...["--service-code", service, "--quota-code", code, "--output", "json"],
  ]);
  const name = `AWS ${region}, ${what}`;
  if (!told.ok) return { ...nothingAsked, unasked: [`${name}: ${told.why}`] };
  const value = figureAt(told.json, "Quota", "Value");
  if (value === undefined) return { ...nothingAsked, unasked: [`${name}: the answer has no Quota.Value`] };
  const text = `AWS ${region}: ${what}: ${count} wanted, ${value} are all that the account may have, others' included`;
  return { ...nothingAsked, [value >= count ? "well" : "short"]: [text] };
}

async function askBucket(bucket: string, run: Run): Promise<Asked> {
  const told = await run(["aws", "s3api", "head-bucket", "--bucket", bucket, "--output", "json"]);
  if (told.ok) return { ...nothingAsked, well: [`AWS: bucket ${bucket} is there, and this account's`] };
  if (/\b404\b|Not Found/i.test(told.why)) {
    return { ...nothingAsked, well: [`AWS: bucket ${bucket} is free`] };
  }
  if (/\b403\b|Forbidden/i.test(told.why)) {
    const short = `AWS: bucket ${bucket} is somebody else's: choose another name of the project or the stack`;
    return { ...nothingAsked, short: [short] };
  }
  return { ...nothingAsked, unasked: [`AWS: bucket ${bucket}: ${told.why}`] };
}
