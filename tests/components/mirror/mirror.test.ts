import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import type { ForeignCredentials, Traits } from "../../../components/contracts";
import { Mirror, type MirrorArgs } from "../../../components/mirror/mirror";
import { keys, readStores } from "../../../graph/dependencies";
import { ofType, one, type Recorded, recordResources } from "../recorder";
import { ashburn, chicago, ohio, ontoAws, ontoOci, oregon, shared } from "./fixture";

const serviceAccount = { namespace: "mirror", name: "mirror" };
const onEks: Traits = {
  provider: "aws",
  region: "us-east-2",
  zoneKey: "topology.kubernetes.io/zone",
  zones: 3,
  storageClass: "gp3",
  dnsCidrs: [],
  identityFromToken: false,
  identityEnv: {},
  identityEndpoints: [{ cidr: "169.254.170.23/32", port: 80 }],
  nodeSelector: { "example.com/pool": "platform" },
  edgeNamespaceLabels: {},
  edgeDrainSeconds: 60,
};
const onOke: Traits = {
  ...onEks,
  provider: "oci",
  region: "us-chicago-1",
  identityFromToken: true,
  identityEnv: { OCI_RESOURCE_PRINCIPAL_VERSION: "2.2", OCI_RESOURCE_PRINCIPAL_REGION: "us-chicago-1" },
  identityEndpoints: [{ cidr: "10.10.0.0/28", port: 12250 }],
};
const ociKeys: ForeignCredentials = {
  serviceAccount,
  env: {},
  secretEnv: {
    OCI_S3_ACCESS_KEY_ID: pulumi.secret("the-id"),
    OCI_S3_SECRET_ACCESS_KEY: pulumi.secret("the-secret"),
  },
};
const webIdentity: ForeignCredentials = {
  serviceAccount,
  env: { AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/mirror", AWS_REGION: "us-east-2" },
  secretEnv: {},
  token: { audience: "sts.amazonaws.com", directory: "/var/run/secrets/twincloud/aws" },
};
const common = { image: "registry.example/rclone@sha256:00", pod: { cpuMillis: 250, memoryMiB: 512 } };
const eks: MirrorArgs = {
  ...common,
  ...ontoAws,
  site: "aws-us-east-2",
  traits: onEks,
  credentials: [ociKeys],
  pullSecret: false,
};
const oke: MirrorArgs = {
  ...common,
  ...ontoOci,
  site: "oci-us-chicago-1",
  traits: onOke,
  credentials: [webIdentity],
  pullSecret: true,
};

const CRON_JOB = "kubernetes:batch/v1:CronJob";
let aws: readonly Recorded[];
let oci: readonly Recorded[];
const build = (args: MirrorArgs) => recordResources(() => void new Mirror(`${args.site}-mirror`, args, {}));
beforeAll(async () => {
  aws = await build(eks);
  oci = await build(oke);
});

const pod = (made: readonly Recorded[]) =>
  one(made, CRON_JOB, /mirror-recent/).inputs.spec.jobTemplate.spec.template.spec;
const environment = (made: readonly Recorded[]) =>
  Object.fromEntries(
    pod(made).containers[0].env.map(({ name, value }: Record<"name" | "value", string>) => [name, value]),
  );

describe("the CronJobs", () => {
  it("run for the recent days every five minutes, for the others at night, in UTC, never twice at a time", () => {
    const jobs = ofType(aws, CRON_JOB).map(({ inputs }) => inputs);
    expect(jobs.map(({ metadata, spec }) => [metadata.name, spec.schedule, spec.suspend]).sort()).toEqual([
      ["mirror-full", "17 2 * * *", undefined],
      ["mirror-late-full", "45 9 * * *", true],
      ["mirror-late-recent", "35 * * * *", true],
      ["mirror-recent", "*/5 * * * *", undefined],
    ]);
    for (const { spec } of jobs)
      expect(spec).toMatchObject({ timeZone: "Etc/UTC", concurrencyPolicy: "Forbid" });
  });

  it("run the script with their own run's name", () => {
    for (const { inputs } of ofType(aws, CRON_JOB)) {
      const [container] = inputs.spec.jobTemplate.spec.template.spec.containers;
      expect([...container.command, ...container.args]).toEqual([
        "/bin/sh",
        "/etc/rclone/mirror.sh",
        inputs.metadata.name.replace("mirror-", ""),
      ]);
    }
  });

  it("show a failed source at once, and keep what it said", () => {
    for (const { inputs } of ofType(aws, CRON_JOB)) {
      const job = inputs.spec.jobTemplate.spec;
      expect(job.backoffLimit).toBe(0);
      expect(job.activeDeadlineSeconds).toBeGreaterThan(0);
      expect(job.template.spec.restartPolicy).toBe("Never");
      expect(inputs.spec.failedJobsHistoryLimit).toBe(3);
      expect(job.template.spec.containers[0].terminationMessagePolicy).toBe("FallbackToLogsOnError");
    }
  });

  it("don't count a pod that its node took down", () => {
    for (const { inputs } of ofType(aws, CRON_JOB)) {
      expect(inputs.spec.jobTemplate.spec.podFailurePolicy.rules).toEqual([
        { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
      ]);
    }
  });

  it("say which stores they copy from and to", () => {
    for (const { inputs } of ofType(oci, CRON_JOB)) {
      const { annotations, labels } = inputs.metadata;
      if (inputs.spec.suspend) {
        expect(readStores(annotations[keys.copiesFrom])).toEqual([]);
        continue;
      }
      const name = ({ provider, region, bucket }: typeof ohio) => ({ provider, region, bucket });
      expect(readStores(annotations[keys.copiesFrom])).toEqual([ohio, oregon].map(name));
      expect(readStores(annotations[keys.copiesTo])).toEqual([name(chicago)]);
      expect(labels).toMatchObject({ [keys.part]: "mirror", [keys.site]: "oci-us-chicago-1" });
    }
  });

  it("take over what another site's mirror has left, and say that they let it go first", async () => {
    const jobs = ofType(await build({ ...eks, ...shared }), CRON_JOB).map(({ inputs }) => inputs);
    const from = jobs.map(({ metadata: { name, annotations } }) => [
      name,
      readStores(annotations[keys.copiesFrom]).map(({ bucket }) => bucket),
      annotations[keys.copiesAfter],
    ]);
    expect(jobs.filter(({ spec }) => spec.suspend)).toEqual([]);
    expect(from.sort()).toEqual([
      ["mirror-full", [chicago.bucket], undefined],
      ["mirror-late-full", [ashburn.bucket], undefined],
      ["mirror-late-recent", [ashburn.bucket], "1500"],
      ["mirror-recent", [chicago.bucket], undefined],
    ]);
  });

  it("wait for their account, their files and their firewall", () => {
    expect(one(aws, CRON_JOB, /mirror-recent/).waitsFor.map((each) => each.split("::")[0])).toEqual([
      "kubernetes:core/v1:ServiceAccount",
      "kubernetes:core/v1:ConfigMap",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy",
    ]);
  });
});

describe("the pods", () => {
  it("are restricted, with a read-only root and room to write in /tmp only", () => {
    expect(pod(aws).securityContext).toMatchObject({ runAsNonRoot: true });
    expect(pod(aws).containers[0].securityContext).toMatchObject({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
    });
    const writable = pod(aws).containers[0].volumeMounts.filter(
      (mount: { readOnly: boolean }) => !mount.readOnly,
    );
    expect(writable.map(({ mountPath }: { mountPath: string }) => mountPath)).toEqual(["/tmp"]);
  });

  it("find their files where the script looks", () => {
    expect(Object.keys(one(aws, "kubernetes:core/v1:ConfigMap").inputs.data).sort()).toEqual([
      "mirror.sh",
      "rclone.conf",
    ]);
    expect(pod(aws).containers[0].volumeMounts).toContainEqual({
      name: "config",
      mountPath: "/etc/rclone",
      readOnly: true,
    });
  });

  it("get the other cloud's keys from the Secret and from nowhere else", () => {
    expect(pod(aws).containers[0].envFrom).toEqual([{ secretRef: { name: "mirror-other-stores" } }]);
    expect(JSON.stringify(aws.map(({ inputs }) => inputs))).not.toMatch(/the-id|the-secret/);
  });

  it("show AWS a token for AWS alone, and have no Secret", () => {
    expect(environment(oci)).toMatchObject(webIdentity.env);
    expect(pod(oci).containers[0].envFrom).toBeUndefined();
    expect(pod(oci).volumes.at(-1).projected.sources[0].serviceAccountToken.audience).toBe(
      "sts.amazonaws.com",
    );
    expect(pod(oci).containers[0].volumeMounts.at(-1).mountPath).toBe("/var/run/secrets/twincloud/aws");
  });

  it("have the cluster's own token only where it is their identity", () => {
    for (const [made, mounted] of [
      [aws, false],
      [oci, true],
    ] as const) {
      expect(pod(made).automountServiceAccountToken).toBe(mounted);
      expect(one(made, "kubernetes:core/v1:ServiceAccount").inputs.automountServiceAccountToken).toBe(
        mounted,
      );
    }
  });

  it("pull with the registry's secret where nodes can't by themselves", () => {
    expect(pod(oci).imagePullSecrets).toEqual([{ name: "registry" }]);
    expect(pod(aws).imagePullSecrets).toBeUndefined();
  });

  it("are told where their cloud's SDK finds their identity", () => {
    expect(environment(oci)).toMatchObject(onOke.identityEnv);
  });

  it("collect memory before the container is killed for it", () => {
    expect(environment(aws)).toEqual({ GOMEMLIMIT: "409MiB" });
  });

  it("stand on the platform's nodes", () => {
    expect(pod(aws).nodeSelector).toEqual({ "example.com/pool": "platform" });
  });
});

describe("the firewall", () => {
  it("lets nobody in, and out only to HTTPS in public and to the cloud's identity", () => {
    const { spec } = one(oci, "kubernetes:networking.k8s.io/v1:NetworkPolicy").inputs;
    expect(spec.policyTypes).toContain("Ingress");
    expect(spec.ingress).toBeUndefined();
    expect(
      spec.egress.map(({ ports }: { ports: { port: number }[] }) => ports.map(({ port }) => port)),
    ).toEqual([[443], [12250]]);
    expect(spec.egress[1].to).toEqual([{ ipBlock: { cidr: "10.10.0.0/28" } }]);
  });

  it("means the mirror's pods", () => {
    const { spec } = one(aws, "kubernetes:networking.k8s.io/v1:NetworkPolicy").inputs;
    expect(
      one(aws, CRON_JOB, /mirror-full/).inputs.spec.jobTemplate.spec.template.metadata.labels,
    ).toMatchObject(spec.podSelector.matchLabels);
  });
});
