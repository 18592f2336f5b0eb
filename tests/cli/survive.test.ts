import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { graphOf } from "../../graph/graph";
import { renderState } from "../../report/state";
import { faultKinds } from "../../resilience/faults/faults";
import { kinds } from "../../resilience/faults/kinds";
import { loadIncidents } from "../../resilience/faults/load-incidents";
import { stackGraph } from "../support/graphs";
import { Project } from "./project";

let project: Project;
beforeAll(() => {
  project = new Project("prod");
  project.makes(() => stackGraph("prod"));
});
afterAll(() => project.remove());

describe("survive", () => {
  it("shows every single fault against every capability, the verdict, and exits 0 when the objectives are met", async () => {
    const { code, stdout, stderr } = await project.run(["survive", "--stack", "prod"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      /^prod\n +engagement +feed +monetization +recommendations +status +training +upload$/m,
    );
    for (const fault of [
      "site:aws-us-east-2",
      "provider:oci",
      "metro:northern-virginia",
      "registry:aws-us-west-2",
    ]) {
      expect(stdout).toMatch(new RegExp(`^ {2}${fault}( +[UD!]( \\d+ s)?){7}$`, "m"));
    }
  });

  it("plays out faults that come together, with the reasons, and gives no verdict on objectives", async () => {
    const { code, stdout } = await project.run([
      ...["survive", "--fault", "provider:oci", "--fault", "site:aws-us-east-2:brownout:0.5"],
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}feed +[▁▂▃▄▅▆▇█ ]+/m);
    expect(stdout).toContain("aws-us-east-2 fails 50 % of its requests");
    expect(stdout).toContain("media-store/other-provider");
  });

  it("plays faults at the times that they are given", async () => {
    const faults = ["--fault", "site:oci-us-ashburn-1@0-7200+site:aws-us-east-2@3600", "--json"];
    const { code, stdout } = await project.run(["survive", "--stack", "prod", ...faults]);
    expect(code).toBe(0);
    const { survival } = JSON.parse(stdout) as { survival: { scenarios: object[] } };
    expect(survival.scenarios).toMatchObject([
      {
        id: "site:aws-us-east-2@3600+site:oci-us-ashburn-1@0-7200",
        faults: [
          { id: "site:aws-us-east-2", startSeconds: 3600 },
          { id: "site:oci-us-ashburn-1", startSeconds: 0, endSeconds: 7200 },
        ],
      },
    ]);
  });

  it("exits 1 when what is asked about takes a capability down", async () => {
    const faults = ["--fault", "provider:oci", "--fault", "provider:aws"];
    const { code, stdout } = await project.run(["survive", "--stack", "prod", ...faults, "--json"]);
    expect(code).toBe(1);
    const { survival } = JSON.parse(stdout) as {
      survival: { scenarios: { verdicts: Record<string, object> }[] };
    };
    expect(survival.scenarios).toHaveLength(1);
    expect(survival.scenarios[0]?.verdicts.feed).toMatchObject({ state: "down" });
    expect(survival.scenarios[0]?.verdicts.feed).not.toHaveProperty("timeline");
  });

  it("lists in its help every kind, mode and past outage that it takes", async () => {
    const { code, stdout } = await project.run(["survive", "--help"]);
    expect(code).toBe(0);
    for (const kind of faultKinds) {
      expect(stdout).toMatch(new RegExp(`^ {2}${kind} .*${kinds[kind].modes.join(", ")}$`, "m"));
    }
    for (const { id } of loadIncidents()) expect(stdout).toMatch(new RegExp(`^ {2}${id} `, "m"));
  });

  it("replays an outage of the past on the stack and on one site alone, and judges the stack only", async () => {
    const ran: unknown[] = [];
    const both = new Project("pair");
    both.program = async ({ config }) => {
      const sites = JSON.parse(config["twincloud:sites"] ?? "[]") as { region: string }[];
      ran.push(sites.map(({ region }) => region));
      return stackGraph(sites.length === 1 ? "ashburn-alone" : "prod");
    };
    const { code, stdout } = await both.run(["survive", "--incident", "oracle-ashburn-2026-03"]);
    both.remove();
    expect(code).toBe(0);
    expect(ran).toEqual([["us-chicago-1", "us-east-2"], ["us-ashburn-1"]]);
    const [stack = "", alone = ""] = stdout.split("\npair, all of it at oci-us-ashburn-1\n");
    // Over two sites few requests fail, and for seconds; at Ashburn alone 90 % of them for as long as the outage lasted.
    const course = (text: string) => /^ {2}upload .*\n +(.*)$/m.exec(text)?.[1];
    expect(course(stack)).toMatch(/^U .*: \d+ % of the requests fail for [^,]*, .* are served after \d+ s/);
    expect(course(alone)).toMatch(/^X 10 %: 90 % of the requests fail for as long as it lasts/);
  });

  it("says that a state can't be compared with itself on one site", async () => {
    project.write("prod.json", renderState(stackGraph("prod")));
    const { code, stderr } = await project.run([
      ...["survive", "--state", "prod.json", "--incident", "oracle-ashburn-2026-03"],
    ]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^--state: .*--stack does\n$/);
  });

  it("reads an exported state as it reads a preview", async () => {
    project.write("state.json", renderState(stackGraph("prod")));
    const previewed = await project.run(["survive", "--stack", "prod"]);
    const read = await project.run(["survive", "--state", "state.json"]);
    const matrix = ({ stdout }: { stdout: string }) => stdout.split("\n").slice(1);
    expect(read.code).toBe(0);
    expect(matrix(read)).toEqual(matrix(previewed));
  });

  it("exits 1 when an objective is missed", async () => {
    project.write(
      "alone.json",
      renderState(graphOf(stackGraph("prod").resources.filter(({ urn }) => !/::(aws-us-)/.test(urn)))),
    );
    const { code, stdout } = await project.run(["survive", "--state", "alone.json"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/objective/);
  });

  it.each([
    [
      ["--fault", "site:mars"],
      '--fault site:mars: fault "site:mars": this platform has no site "mars"; wanted one of ',
    ],
    [["--fault", "flood:ashburn"], "--fault flood:ashburn: "],
    [["--incident", "tiktok"], "--incident tiktok: isn't known; known are aws-me-2026-03, "],
  ])("exits 2 and says what is known of %j", async (flags, message) => {
    const { code, stdout, stderr } = await project.run(["survive", ...flags]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
  });
});
