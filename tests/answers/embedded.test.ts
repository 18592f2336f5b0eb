import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../answers";
import { createEmbeddedAnswers } from "../../answers/embedded";
import {
  UNKNOWN as NOT_KNOWN,
  type Properties,
  ResourceReference,
  Secret,
  UnknownTypeError,
} from "../../engine";
import { awsProvider, ociProvider, request } from "./samples";

const answers = createEmbeddedAnswers();

function asked(type: string, inputs: Properties) {
  const inputsOfProvider = (type.startsWith("aws:") ? awsProvider : ociProvider) as Properties;
  const provider = { urn: "urn:provider", pkg: type.split(":")[0] ?? "", inputs: inputsOfProvider };
  return { ...request(type, {}), inputs, provider, project: "twincloud", stack: "prod", dryRun: false };
}

describe("the answers in the embedded engine's words", () => {
  it("wrap what is secret", () => {
    const { outputs } = answers.create(
      asked("oci:Identity/authToken:AuthToken", { description: "pulls", userId: "ocid1.user.oc1..aaaa" }),
    );
    expect(outputs.token).toBeInstanceOf(Secret);
    expect((outputs.token as Secret).reveal()).toMatch(/^\S{20}$/);
    expect(outputs.description).toBe("pulls");
  });

  it("know nothing of what follows from what isn't known", () => {
    const { outputs } = answers.create(
      asked("aws:route53/record:Record", {
        zoneId: NOT_KNOWN,
        name: "feed.example.com",
        type: "A",
        ttl: 30,
        records: [NOT_KNOWN],
      }),
    );
    expect(outputs).toMatchObject({ zoneId: NOT_KNOWN, records: [NOT_KNOWN], fqdn: "feed.example.com" });
    expect(JSON.stringify(outputs)).not.toContain(UNKNOWN);
  });

  it("take a resource that is given as an input for its id", () => {
    const { outputs } = answers.create(
      asked("aws:iam/rolePolicy:RolePolicy", {
        role: new ResourceReference("urn:role", "upload"),
        policy: "{}",
        name: "store",
      }),
    );
    expect(outputs.role).toBe("upload");
  });

  it("give an imported resource the id that it has", () => {
    const imported = answers.create({ ...asked("aws:ec2/eip:Eip", {}), importId: "eipalloc-1" });
    expect(imported).toMatchObject({ id: "eipalloc-1", outputs: { allocationId: "eipalloc-1" } });
  });

  it("read a resource by its id", () => {
    expect(answers.read({ ...asked("aws:ec2/eip:Eip", {}), id: "eipalloc-1" }).outputs.allocationId).toBe(
      "eipalloc-1",
    );
  });

  it("look up", () => {
    const { provider, project, stack } = asked("oci:Core/vcn:Vcn", {});
    const token = "oci:Core/getServices:getServices";
    expect(answers.invoke({ token, args: {}, provider, project, stack }).services).toHaveLength(2);
  });

  it("throw the engine's error for a type that nobody answers", () => {
    expect(() => answers.create(asked("aws:rds/cluster:Cluster", {}))).toThrow(UnknownTypeError);
    expect(() => answers.create(asked("aws:rds/cluster:Cluster", {}))).toThrow(
      "no answer for the resource type aws:rds/cluster:Cluster: add one to answers/aws/rds.ts",
    );
  });
});
