import { describe, expect, it } from "vitest";
import { graphFromPreview, type Registration } from "../../graph/from-preview";
import { graphOf } from "../../graph/graph";
import { secretSignature, signatureKey } from "../../graph/values";
import { changesAgainst } from "../../report/against/changes";
import { readEarlier } from "../../report/against/earlier";
import { renderFiles } from "../../report/files";
import { renderState } from "../../report/state";
import { renderTerminal } from "../../report/terminal";
import { onCluster, resource, twoSites } from "../graph/fixtures";

const hidden = "hunter2-and-more";
const tagged = (value: unknown) => ({ [signatureKey]: secretSignature, value });
const sites = twoSites();

/** Secrets in every place in which a program, a provider or the engine may leave one. */
const withSecrets = graphFromPreview([
  ...sites.resources.map(asRegistration),
  registration("pulumi:pulumi:Stack", "again", { outputs: { password: tagged(hidden) } }),
  registration("aws:rds/instance:Instance", "db", {
    inputs: { password: tagged(hidden), nested: [{ deep: tagged({ er: hidden }) }] },
    outputs: { password: tagged(hidden), endpoint: "db.example.com" },
  }),
  ...sites.resources
    .filter(({ type }) => type === "pulumi:providers:kubernetes")
    .map((by) =>
      registration("kubernetes:core/v1:Secret", `on-${by.name}`, {
        provider: `${by.urn}::${by.id}`,
        inputs: {
          apiVersion: "v1",
          kind: "Secret",
          metadata: { name: "plain", annotations: { note: tagged(hidden) } },
          type: "kubernetes.io/tls",
          stringData: { "tls.key": hidden, "tls.crt": hidden },
          data: tagged({ other: hidden }),
        },
        outputs: { data: { "tls.key": hidden } },
      }),
    ),
  ...sites.resources
    .filter(({ type }) => type === "pulumi:providers:kubernetes")
    .map((by) =>
      registration("kubernetes:apps/v1:Deployment", `workload-${by.name}`, {
        provider: `${by.urn}::${by.id}`,
        inputs: {
          apiVersion: "apps/v1",
          kind: "Deployment",
          metadata: { name: "x" },
          spec: { template: { spec: { containers: [{ env: [{ name: "TOKEN", value: tagged(hidden) }] }] } } },
        },
      }),
    ),
]);

function registration(type: string, name: string, rest: Partial<Registration> = {}): Registration {
  return { ...asRegistration(resource(type, name)), ...rest };
}

function asRegistration({ placement: _, provider, ...made }: ReturnType<typeof resource>): Registration {
  return { ...made, ...(provider ? { provider: `${provider}::id` } : {}) };
}

describe("the files of a report", () => {
  const report = { stack: "test", graph: withSecrets };
  const files = renderFiles(report);

  it("are the plan as JSON and Markdown, the state, and the manifests of each site", () => {
    expect([...files.keys()]).toEqual([
      "preview.json",
      "preview.md",
      "preview.html",
      "state.json",
      "manifests/aws-us-east-2/secrets-to-fill/30-secret.yaml.template",
      "manifests/aws-us-east-2/secrets-to-fill/55-deployment.yaml.template",
      "manifests/oci-us-ashburn-1/secrets-to-fill/30-secret.yaml.template",
      "manifests/oci-us-ashburn-1/secrets-to-fill/55-deployment.yaml.template",
      "manifests/aws-us-east-2/README.md",
      "manifests/oci-us-ashburn-1/README.md",
    ]);
  });

  it("hold no secret, wherever it came from", () => {
    for (const [file, content] of files) {
      expect(content, file).not.toContain(hidden);
      expect(content, file).not.toContain(Buffer.from(hidden).toString("base64"));
    }
    expect(files.get("preview.json")).toContain('"password": "[secret]"');
  });

  it("hold none of a change either, nor does what is printed", () => {
    const earlier = readEarlier(renderState(graphOf(sites.resources)), "base");
    const changed = { ...report, changes: changesAgainst(earlier, withSecrets) };
    const printed = renderTerminal(changed, { color: false, width: 100, out: "out", files: [] });
    expect(printed).toContain("to create");
    for (const content of [...renderFiles(changed).values(), printed]) {
      expect(content).not.toContain(hidden);
    }
  });

  it("are the same bytes for the same graph, in whatever order it was registered", () => {
    const graph = twoSites(
      onCluster("aws", "v1", "ConfigMap", "b", { inputs: { data: { y: "1", x: "2" } } }),
      onCluster("aws", "v1", "ConfigMap", "a"),
    );
    const reversed = graphOf([...graph.resources].reverse());
    expect(renderFiles({ stack: "s", graph: reversed })).toEqual(renderFiles({ stack: "s", graph }));
  });
});
