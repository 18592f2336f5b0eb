/** What services refuse of resources together, as `npm run preview` tells it: before any deploy. */

import { Provider } from "@pulumi/aws/provider";
import * as s3 from "@pulumi/aws/s3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createEmbeddedAnswers } from "../../answers/embedded";
import { runProgram } from "../../engine";
import { graphOfRun } from "../../engine/graph-of-run";
import { Project } from "./project";

let project: Project;
beforeEach(() => {
  project = new Project("prod");
});
afterEach(() => project.remove());

/** Copies one bucket to another, of which the second has these versions. */
function copies(status: string): void {
  project.program = async ({ project: name, stack, config }) => {
    const { resources } = await runProgram(
      () => {
        const provider = new Provider("aws", { region: "us-east-2" });
        const versioned = (bucketName: string, is: string) => {
          const bucket = new s3.Bucket(bucketName, { bucket: bucketName }, { provider });
          new s3.BucketVersioning(
            bucketName,
            { bucket: bucket.id, versioningConfiguration: { status: is } },
            { provider },
          );
          return bucket;
        };
        const [here, there] = [versioned("videos-here", "Enabled"), versioned("videos-there", status)];
        new s3.BucketReplicationConfig(
          "copies",
          {
            bucket: here.id,
            role: "arn:aws:iam::123456789012:role/copies",
            rules: [{ status: "Enabled", destination: { bucket: there.arn } }],
          },
          { provider },
        );
      },
      {
        project: name,
        stack,
        config,
        answers: createEmbeddedAnswers(),
        sourceRoots: ["tests"],
      },
    );
    return graphOfRun(resources);
  };
}

const urn = "urn:pulumi:prod::twincloud::aws:s3/bucketReplicationConfig:BucketReplicationConfig::copies";

it("fails the preview with the resource, the field and the reason", async () => {
  copies("Suspended");
  const { code, stderr } = await project.run(["preview", "--stack", "prod"]);

  expect(code).toBe(3);
  const [, told] = stderr.trimEnd().split("\n");
  expect(told?.replace(/ \(tests\/cli\/.*$/, "")).toBe(
    `the answer for ${urn} failed: aws:s3/bucketReplicationConfig:BucketReplicationConfig "copies" would be ` +
      "refused: rules[0].destination.bucket: videos-there keeps no versions (videos-there) " +
      "(aws/replication-unversioned in docs/refusals.md)",
  );
});

it("lets the same pass where both keep versions", async () => {
  copies("Enabled");
  const { stderr } = await project.run(["preview", "--stack", "prod"]);

  expect(stderr).toBe("");
});
