import { describe, expect, it } from "vitest";
import {
  appendOnly,
  gatewayEndpoint,
  replication,
  storeAccess,
  tlsOnly,
} from "../../../components/aws/bucket-policies";
import { principalLabel } from "../../../components/aws/cluster-access";
import { podIdentityTrust, type Statement, webIdentityTrust } from "../../../components/aws/iam";
import { byServiceAccount } from "../../../components/aws/pod-identity";
import type { MediaStore, StoreAccess } from "../../../components/contracts";

const actions = (statements: readonly Statement[]): string[] =>
  statements.flatMap(({ Action }) => (typeof Action === "string" ? [Action] : [...Action]));
const resources = (statements: readonly Statement[]): string[] =>
  statements.flatMap(({ Resource = [] }) => (typeof Resource === "string" ? [Resource] : [...Resource]));
const upload = { namespace: "platform", name: "upload" };

const keys = { reads: ["upload/", "training/"], writes: ["upload/"] };
const reading = { ...keys, writes: [] };
/** What a statement with an action is of. */
const of = (statements: readonly Statement[], action: string) =>
  resources(statements.filter((one) => actions([one]).includes(action)));

describe("access to a store", () => {
  it("is to objects below the prefixes that are read and written, and to no other key", () => {
    const statements = storeAccess("media", keys);
    expect(of(statements, "s3:GetObject")).toEqual([
      "arn:aws:s3:::media/upload/*",
      "arn:aws:s3:::media/training/*",
    ]);
    for (const action of ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"])
      expect(of(statements, action)).toEqual(["arn:aws:s3:::media/upload/*"]);
    expect(resources(statements)).not.toContain("arn:aws:s3:::media/*");
  });

  it("lists what it reads, and all only for copies", () => {
    const listing = (given: Parameters<typeof storeAccess>[1]) =>
      storeAccess("media", given).find((one) => actions([one]).includes("s3:ListBucket"))?.Condition;
    expect(listing(keys)).toEqual({ StringLike: { "s3:prefix": ["upload/*", "training/*"] } });
    expect(listing({ ...keys, listsAll: true })).toBeUndefined();
  });

  it("never lets anybody delete an object or change the bucket", () => {
    for (const given of [keys, reading]) {
      expect(actions(storeAccess("media", given)).filter((name) => /Delete|PutBucket|\*/.test(name))).toEqual(
        [],
      );
    }
  });

  it("writes nothing where no prefix is written", () => {
    expect(actions(storeAccess("media", reading)).filter((name) => /Put|Multipart/.test(name))).toEqual([]);
  });

  it("is gathered by service account, one role each", () => {
    const store = { bucket: "media" } as MediaStore;
    const mirror = { namespace: "mirror", name: "upload" };
    const access = (serviceAccount: StoreAccess["serviceAccount"]): StoreAccess => ({
      serviceAccount,
      store,
      ...reading,
    });
    const gathered = byServiceAccount([access(upload), access(mirror), access(upload)]);
    expect(
      gathered.map(({ serviceAccount, accesses }) => [serviceAccount.namespace, accesses.length]),
    ).toEqual([
      ["platform", 2],
      ["mirror", 1],
    ]);
  });
});

describe("the bucket's own policy", () => {
  it("denies everything that comes in plain text or by an old TLS", () => {
    expect(tlsOnly("media").map(({ Effect, Action, Condition }) => ({ Effect, Action, Condition }))).toEqual([
      { Effect: "Deny", Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
      { Effect: "Deny", Action: "s3:*", Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } },
    ]);
  });
});

describe("the role that replicates", () => {
  it("writes to the destinations and reads the source, not the other way round", () => {
    const statements = replication("source", ["east", "west"]);
    const may = (action: string) =>
      resources(statements.filter(({ Action }) => Action === action || Action.includes(action)));
    expect(may("s3:ReplicateObject")).toEqual(["arn:aws:s3:::east/*", "arn:aws:s3:::west/*"]);
    expect(may("s3:GetObjectVersionForReplication")).toEqual(["arn:aws:s3:::source/*"]);
  });

  it("can't delete", () => {
    expect(actions(replication("source", ["east"])).filter((name) => /Delete/.test(name))).toEqual([]);
  });
});

describe("the S3 gateway of a VPC", () => {
  it("lets nothing through but the account's own buckets and the layers of images", () => {
    const [own, layers, ...others] = gatewayEndpoint("123456789012", "us-east-2");
    expect(own?.Condition).toEqual({ StringEquals: { "aws:ResourceAccount": "123456789012" } });
    expect(layers).toMatchObject({
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::prod-us-east-2-starport-layer-bucket/*",
    });
    expect(others).toEqual([]);
  });
});

describe("trust in a pod", () => {
  it("of an EKS cluster names its account, cluster, namespace and service account", () => {
    const arn = "arn:aws:eks:us-east-2:123456789012:cluster/one";
    const [trust] = JSON.parse(podIdentityTrust("123456789012", arn, upload)).Statement;
    expect(trust.Principal).toEqual({ Service: "pods.eks.amazonaws.com" });
    expect(trust.Condition.StringEquals).toEqual({
      "aws:SourceAccount": "123456789012",
      "aws:RequestTag/eks-cluster-arn": arn,
      "aws:RequestTag/kubernetes-namespace": "platform",
      "aws:RequestTag/kubernetes-service-account": "upload",
    });
  });

  it("of another cloud's cluster names its issuer, audience and subject", () => {
    const provider = "arn:aws:iam::123456789012:oidc-provider/issuer.example/o/1";
    const document = webIdentityTrust(provider, "https://issuer.example/o/1", "sts.amazonaws.com", upload);
    expect(JSON.parse(document).Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { Federated: provider },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            "issuer.example/o/1:aud": "sts.amazonaws.com",
            "issuer.example/o/1:sub": "system:serviceaccount:platform:upload",
          },
        },
      },
    ]);
  });
});

describe("the label of an administrator", () => {
  it("tells apart principals of the same name in two accounts", () => {
    expect(principalLabel("arn:aws:iam::123456789012:role/platform/Admin")).toBe(
      "123456789012-role-platform-Admin",
    );
    expect(principalLabel("arn:aws:iam::210987654321:role/platform/Admin")).toBe(
      "210987654321-role-platform-Admin",
    );
  });
});

/** Requests as S3 gives them to a policy: the operations that make an object, and those that don't. */
const requests = {
  put: { "s3:ObjectCreationOperation": "true" },
  putIfNew: { "s3:ObjectCreationOperation": "true", "s3:if-none-match": "*" },
  complete: { "s3:ObjectCreationOperation": "true" },
  completeIfNew: { "s3:ObjectCreationOperation": "true", "s3:if-none-match": "*" },
  uploadPart: { "s3:ObjectCreationOperation": "false" },
} as const;

/** Whether a statement of `Null` and `Bool` conditions meets a request, as IAM evaluates them: all of them must. */
function meets(condition: Record<string, Record<string, string>>, request: Record<string, string>): boolean {
  const isNull = Object.entries(condition.Null ?? {}).every(
    ([key, wanted]) => String(request[key] === undefined) === wanted,
  );
  const isBool = Object.entries(condition.Bool ?? {}).every(([key, wanted]) => request[key] === wanted);
  return isNull && isBool && Object.keys(condition).every((name) => name === "Null" || name === "Bool");
}

describe("who would write over an object in S3", () => {
  const statement = appendOnly("media");
  const isDenied = (request: keyof typeof requests) =>
    meets(statement.Condition as Record<string, Record<string, string>>, requests[request]);

  it("is refused, whoever it is, without the condition that the key is free", () => {
    expect(statement).toMatchObject({
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::media/*",
    });
    expect((["put", "complete"] as const).map(isDenied)).toEqual([true, true]);
  });

  it("may write what is new, whole or in parts", () => {
    expect((["putIfNew", "completeIfNew", "uploadPart"] as const).map(isDenied)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it("isn't S3's own replication, which has an action of its own", () => {
    const actions = replication("a", ["b"]).flatMap(({ Action }) => Action);
    expect(actions).not.toContain("s3:PutObject");
  });
});
