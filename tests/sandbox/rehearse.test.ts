import { describe, expect, it } from "vitest";
import { lostOf, Night, type World } from "../../sandbox/rehearse/night";
import { typedOf } from "../../sandbox/rehearse/typed";

const lost = { provider: "oci", region: "us-ashburn-1" };
const SITE = "oci-us-ashburn-1";
const addresses = { [SITE]: ["198.18.0.1"], "aws-us-east-2": ["198.18.0.2"] };

interface Ran {
  readonly args: readonly string[];
  readonly skipsUnreachable: boolean;
  readonly fail: string | undefined;
}

/** An engine that does what the real one does: it fails where it has to ask the dead region. */
function night(): {
  type(...lines: string[]): Promise<string>;
  night: Night;
  ran: Ran[];
  looked: string[];
} {
  let file = "config:\n  twincloud:domain: clips.example.com\n";
  let said = "";
  const ran: Ran[] = [];
  const looked: string[] = [];
  const world: World = {
    say: (text) => (said += `${text}\n`),
    read: () => file,
    write: (text) => (file = text),
    now: () => 0,
    edit: async () => false,
    npm: async (script, args) => {
      looked.push([script, ...args].join(" "));
      return 0;
    },
    pulumi: async (args, { fail, skipsUnreachable }) => {
      ran.push({ args, fail, skipsUnreachable });
      return fail !== undefined && !/unreachable/.test(file) ? 255 : 0;
    },
  };
  const one = new Night(lost, world, addresses);
  return {
    night: one,
    ran,
    looked,
    async type(...lines) {
      said = "";
      for (const line of lines) await one.type(line);
      return said;
    },
  };
}

const UP = "PULUMI_K8S_SKIP_UPDATE_UNREACHABLE=true pulumi up --yes";
const DRAIN = `set twincloud:drain [{ site: ${SITE}, until: "2999-01-01T00:00:00Z", reason: lost }]`;

describe("a rehearsal", () => {
  it("is through when the region was named, drained, deployed around, settled and given its traffic", async () => {
    const { type, night: one, ran } = night();
    expect(await type(`set twincloud:unreachable [${SITE}]`, DRAIN, UP)).toContain("04:40");
    expect(ran.at(-1)?.fail).toBe("oci:us-ashburn-1");
    expect(await type("unset twincloud:unreachable", "pulumi up --yes")).toContain("settled");
    expect(ran.at(-1)?.fail).toBeUndefined();
    await type("unset twincloud:drain", "pulumi up --yes");
    expect(one.outcome()).toEqual({ done: true, seconds: 0, commands: 7, wrong: [] });
  });

  it("says what is wrong: nothing named, more than is dead, no drain, no word to the clusters' provider", async () => {
    const { type, night: one } = night();
    expect(await type("pulumi up --yes")).toContain(
      "whose API is dead, as nothing in the stack file says so",
    );
    expect(await type("set unreachable [oci]", UP)).toContain("oci is more than is dead");
    expect(await type(`set unreachable [${SITE}]`, UP)).toContain(`${SITE} isn't drained`);
    expect(await type("pulumi up --yes")).toContain("needs PULUMI_K8S_SKIP_UPDATE_UNREACHABLE=true");
    expect(one.outcome()).toMatchObject({ done: false });
    expect(one.outcome().wrong).toHaveLength(4);
  });

  it("doesn't refresh, destroy or edit DNS, and says why", async () => {
    const { type, ran } = night();
    expect(await type("pulumi refresh --yes")).toContain("404");
    expect(await type("pulumi up --refresh")).toContain("404");
    expect(await type("aws route53 change-resource-record-sets --hosted-zone-id Z")).toContain("DNS edited");
    expect(await type("oci dns steering-policy update --steering-policy-id x")).toContain("DNS edited");
    expect(await type("pulumi destroy")).toContain("still serves");
    expect(ran).toEqual([]);
    expect(await type("aws route53 list-hosted-zones")).toContain("answers");
  });

  it("shows what the sites and the APIs say", async () => {
    const { type } = night();
    const ask = (address: string) =>
      type(
        `curl -sS --connect-to upload.clips.example.com:443:${address}:443 https://upload.clips.example.com/healthz/upload`,
      );
    expect(await ask("198.18.0.1")).toContain("timed out");
    expect(await ask("198.18.0.2")).toBe("ok\n");
    expect(await type("oci network vcn list --region us-ashburn-1")).toContain("refused");
    expect(await type("oci network vcn list --region us-chicago-1")).toContain("answers");
  });

  it("asks before an up that isn't told --yes, as the CLI would, and takes another answer for no", async () => {
    const { type, ran } = night();
    await type(`set twincloud:unreachable [${SITE}]`, DRAIN);
    const up = "PULUMI_K8S_SKIP_UPDATE_UNREACHABLE=true pulumi up --stack prod";
    expect(await type(up)).toContain("Do you want to perform this update?");
    expect(await type("pulumi preview")).toBe("not deployed\n");
    expect(ran.map(({ args }) => args[0])).toEqual(["preview"]);
    expect(await type(up, "yes")).toContain("04:40");
    expect(ran.map(({ args }) => args[0])).toEqual(["preview", "preview", "up"]);
  });

  it("takes a roll-out, which says by itself that a cluster is unreachable, and never runs the real one", async () => {
    const { type, ran, looked } = night();
    await type(`set twincloud:unreachable [${SITE}]`, DRAIN);
    await type("npm run rollout -- --stack prod --dry-run");
    expect(await type("npm run rollout -- --stack prod --from ghcr.io/YOU/clips")).toContain("04:40");
    await type("unset twincloud:unreachable", "npm run rollout -- --stack prod");
    expect(ran.map(({ args, skipsUnreachable }) => [args.join(" "), skipsUnreachable])).toEqual([
      ["preview", true],
      ["up --yes", true],
      ["up --yes", false],
    ]);
    expect(looked).toEqual([]);
  });

  it("runs what looks at the stack, and nothing else of the project", async () => {
    const { type, looked } = night();
    await type("npm run survive -- --stack prod --fault site:oci-us-ashburn-1");
    expect(looked).toEqual(["survive --stack prod --fault site:oci-us-ashburn-1"]);
    expect(await type("npm run sandbox -- destroy")).toContain("isn't here tonight");
    expect(looked).toHaveLength(1);
  });

  it("gives hints that lead through", async () => {
    const { type, night: one } = night();
    for (let turn = 0; turn < 12 && !one.over; turn++) {
      const hint = (await type("hint")).trim();
      if (hint.includes("set twincloud:drain"))
        await type(hint.includes("unset") ? "unset twincloud:drain" : DRAIN);
      else if (hint.includes("set twincloud:unreachable")) {
        await type(hint.includes("unset") ? "unset twincloud:unreachable" : `set unreachable [${SITE}]`);
      }
      if (hint.includes("unset") || hint.startsWith("PULUMI")) await type(UP);
    }
    expect(one.outcome()).toMatchObject({ done: true, wrong: [] });
  });

  it("loses a site that the stack has", () => {
    const sites = [lost, { provider: "aws", region: "us-east-2" }];
    expect(lostOf(sites, undefined)).toBe(lost);
    expect(lostOf(sites, "aws-us-east-2").region).toBe("us-east-2");
    expect(() => lostOf(sites, "aws-us-east-1")).toThrow("--lost aws-us-east-1: wanted one of");
  });

  it("understands words as a shell does", () => {
    expect(typedOf('pulumi up --stack "prod"')).toMatchObject({
      kind: "pulumi",
      args: ["up", "--stack", "prod"],
    });
    expect(typedOf("rm -rf /")).toEqual({ kind: "unknown", tool: "rm" });
    expect(typedOf("pulumi stack history --json | jq .")).toEqual({ kind: "several" });
    expect(typedOf("pulumi preview; pulumi up")).toEqual({ kind: "several" });
    expect(typedOf("# a thought")).toEqual({ kind: "nothing" });
  });
});
