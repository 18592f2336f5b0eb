import { describe, expect, it } from "vitest";
import { askAws } from "../../../rollout/preflight/ask-aws";
import { askOci } from "../../../rollout/preflight/ask-oci";
import type { Run, Subject, Told } from "../../../rollout/preflight/asked";
import type { Need } from "../../../rollout/preflight/needs";

const admins = ["arn:aws:iam::123456789012:role/platform-admins"];
const subject: Subject = {
  needs: [
    { provider: "aws", region: "us-east-2", what: "Elastic IPs", count: 6 },
    { provider: "aws", what: "Route 53 health checks", count: 32 },
  ],
  accountId: "123456789012",
  admins,
  buckets: ["a-bucket", "b-bucket"],
  tenancyId: "ocid1.tenancy.x",
  compartmentId: "ocid1.compartment.x",
  ociRegions: ["us-ashburn-1", "us-chicago-1"],
};
const answers =
  (answer: (words: string) => Told): Run =>
  (args) =>
    Promise.resolve(answer(args.join(" ")));

describe("asking AWS", () => {
  const aws = (arn: string, quota: number) =>
    answers((words) => {
      if (words.includes("get-caller-identity")) {
        return { ok: true, json: { Arn: arn, Account: "123456789012" } };
      }
      if (words.includes("get-service-quota")) return { ok: true, json: { Quota: { Value: quota } } };
      return words.includes("a-bucket")
        ? { ok: false, why: "An error occurred (404) when calling the HeadBucket operation: Not Found" }
        : { ok: false, why: "An error occurred (403) when calling the HeadBucket operation: Forbidden" };
    });

  it("tells at once who isn't an administrator of the clusters, and which quotas and names fall short", async () => {
    const { short, well, unasked } = await askAws(subject, aws("arn:aws:iam::123456789012:user/ci", 5));
    expect(short).toEqual([
      expect.stringContaining("arn:aws:iam::123456789012:user/ci isn't among twincloud:aws.adminPrincipals"),
      "AWS us-east-2: Elastic IPs: 6 wanted, 5 are all that the account may have, others' included",
      expect.stringContaining("b-bucket is somebody else's"),
    ]);
    expect(well).toEqual(["AWS: bucket a-bucket is free"]);
    expect(unasked).toEqual([]);
  });

  it("finds nothing short with enough of everything", async () => {
    const caller = "arn:aws:sts::123456789012:assumed-role/platform-admins/me";
    expect((await askAws({ ...subject, buckets: ["a-bucket"] }, aws(caller, 6))).short).toEqual([]);
  });

  it("says of a quota that isn't told that it wasn't", async () => {
    const caller = "arn:aws:sts::123456789012:assumed-role/platform-admins/me";
    const { unasked } = await askAws({ ...subject, buckets: [] }, aws(caller, Number.NaN));
    expect(unasked).toEqual(["AWS us-east-2, Elastic IPs: the answer has no Quota.Value"]);
  });

  it("goes no further with another account's credentials", async () => {
    const other = answers(() => ({ ok: true, json: { Arn: "arn", Account: "210987654321" } }));
    expect(await askAws(subject, other)).toEqual({
      short: [
        "AWS: these credentials are of account 210987654321, and twincloud:aws.accountId is 123456789012",
      ],
      well: [],
      unasked: [],
    });
  });

  it("says why nothing was asked without credentials", async () => {
    const none = answers(() => ({ ok: false, why: "Unable to locate credentials" }));
    expect(await askAws(subject, none)).toEqual({
      short: [],
      well: [],
      unasked: ["AWS: Unable to locate credentials"],
    });
  });
});

describe("asking OCI", () => {
  const regions: Told = {
    ok: true,
    json: {
      data: [
        { "region-name": "us-ashburn-1", status: "READY" },
        { "region-name": "us-chicago-1", status: "IN_PROGRESS" },
      ],
    },
  };
  /** In Ashburn; by the words behind `oci limits`. */
  const oci = (limits: (words: string) => Told) =>
    answers((words) => (words.includes("region-subscription") ? regions : limits(words)));
  const cores = (zone: string): Need => ({
    provider: "oci",
    region: "us-ashburn-1",
    zone,
    what: "Standard.E5 cores (OCPUs)",
    count: 12,
  });
  const about = (...needs: Need[]): Subject => ({ ...subject, ociRegions: ["us-ashburn-1"], needs });

  it("tells regions that the tenancy isn't subscribed to, and asks them for nothing", async () => {
    const asked: string[] = [];
    const needs = [{ ...cores("AD-1"), region: "us-chicago-1" }];
    const { short, well } = await askOci(
      { ...subject, needs },
      oci((words) => {
        asked.push(words);
        return { ok: false, why: "not to be asked" };
      }),
    );
    expect(short).toEqual([expect.stringContaining("isn't subscribed to us-chicago-1: oci iam ")]);
    expect(well).toEqual(["OCI: subscribed to us-ashburn-1"]);
    expect(asked).toEqual([]);
  });

  it("asks for cores in each availability domain by its family's limit, and says where they fall short", async () => {
    const asked: string[] = [];
    const { short, well } = await askOci(
      about(cores("AD-1"), cores("AD-2")),
      oci((words) => {
        asked.push(words);
        const available = words.includes("AD-2") ? 11 : 12;
        return { ok: true, json: { data: { available, used: 9, "effective-quota-value": null } } };
      }),
    );
    expect(asked[0]).toBe(
      "oci limits resource-availability get --compartment-id ocid1.compartment.x --service-name compute --limit-name standard-e5-core-count --region us-ashburn-1 --availability-domain AD-1 --output json",
    );
    expect(well).toContain("OCI AD-1: Standard.E5 cores (OCPUs): 12 wanted, 12 left");
    expect(short).toEqual([
      "OCI AD-2: Standard.E5 cores (OCPUs): 12 wanted, 11 left (unless some of the 9 in use are this stack's own): ask for more of compute's standard-e5-core-count",
    ]);
  });

  it("counts a quota of the compartment, where it leaves less than the limit", async () => {
    const { short } = await askOci(
      about(cores("AD-1")),
      oci(() => ({ ok: true, json: { data: { available: 200, used: 0, "effective-quota-value": 10 } } })),
    );
    expect(short).toEqual([expect.stringContaining("12 wanted, 10 left: ask for more")]);
  });

  it("takes the limit alone where OCI tells no usage, as that has a 404", async () => {
    const { well } = await askOci(
      about({ provider: "oci", region: "us-ashburn-1", what: "Object Storage buckets", count: 2 }),
      oci((words) =>
        words.includes("resource-availability")
          ? {
              ok: false,
              why: "404 NotAuthorizedOrNotFound Authorization failed or requested resource not found.",
            }
          : { ok: true, json: { data: [{ name: "bucket-count", value: 10_000 }] } },
      ),
    );
    expect(well).toContain("OCI us-ashburn-1: Object Storage buckets: 2 wanted, 10000 left");
  });

  it("says of a limit that OCI doesn't know that it wasn't asked, and not that all is well", async () => {
    const { well, short, unasked } = await askOci(
      about(cores("AD-1")),
      oci((words) =>
        words.includes("resource-availability")
          ? { ok: false, why: "404 NotAuthorizedOrNotFound" }
          : { ok: true, json: { data: [] } },
      ),
    );
    expect({ well, short }).toEqual({ well: ["OCI: subscribed to us-ashburn-1"], short: [] });
    expect(unasked).toEqual([
      "OCI AD-1, Standard.E5 cores (OCPUs): OCI knows no limit standard-e5-core-count of compute",
    ]);
  });

  it("says what else went wrong, and asks no second time", async () => {
    const { unasked } = await askOci(
      about(cores("AD-1")),
      oci((words) =>
        words.includes("value list")
          ? { ok: true, json: { data: [{ value: 1 }] } }
          : { ok: false, why: "oci limits resource-availability: no answer within 20 s" },
      ),
    );
    expect(unasked).toEqual([
      "OCI AD-1, Standard.E5 cores (OCPUs): oci limits resource-availability: no answer within 20 s",
    ]);
  });
});
