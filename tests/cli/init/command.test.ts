import { existsSync, readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCli } from "../../../cli/run-cli";
import { graphOf } from "../../../graph/graph";
import { video } from "../../fixtures/catalogs/video";
import { Project } from "../project";

let project: Project;
beforeEach(() => {
  project = new Project("prod");
});
afterEach(() => project.remove());

const flags = [
  ...[
    "--name",
    "chat",
    "--domain",
    "chat.example.com",
    "--jurisdiction",
    "us",
    "--site",
    "aws",
    "--site",
    "oci",
  ],
  ...["--capability", "messages:public:store,queue", "--capability", "search:public:messages"],
];
const files = ["Pulumi.chat.yaml", "stacks/catalogs/chat.yaml"];
const there = () => files.filter((file) => existsSync(project.path(file)));

/** As on a terminal: what was asked, and what was said at the end of it. */
async function asked(args: readonly string[], answers: readonly (string | undefined)[]) {
  const questions: string[] = [];
  let said = "";
  const output = { write: (text: string) => (said += text) };
  const code = await runCli(["init", ...args], {
    ...{ root: project.root, cwd: project.root, stdout: output, stderr: output, env: {}, catalog: video },
    ask: async (question) => {
      questions.push(question);
      return answers[questions.length - 1];
    },
    loadProgram: () => {
      throw new Error("nothing is planned by init");
    },
  });
  return { code, questions, said };
}

describe("init", () => {
  it("writes a stack file and a catalog, and says which images are wanted and what to do next", async () => {
    const { code, stdout, stderr } = await project.run(["init", ...flags]);
    expect({ code, stderr, files: there() }).toEqual({ code: 0, stderr: "", files });
    expect(stdout).toMatch(/^written: Pulumi\.chat\.yaml, stacks\/catalogs\/chat\.yaml\n/);
    expect(stdout).toMatch(/^ {2}messages {2}chat\/messages$/m);
    expect(stdout).toMatch(/^ {2}npm run preview -- --stack chat$/m);
  });

  it("gives a stack that runs with its own catalog, beside those that were there", async () => {
    await project.run(["init", ...flags]);
    const served: string[] = [];
    project.program = async ({ stack, catalog }) => {
      served.push(`${stack}: ${catalog.capabilities.map(({ name }) => name).join(", ")}`);
      return graphOf([]);
    };
    await project.run(["check"]);
    expect(served).toEqual([
      "chat: messages, search",
      `prod: ${video.capabilities.map(({ name }) => name).join(", ")}`,
    ]);
  });

  it.each(files)("never writes over %s, and then writes nothing else either", async (file) => {
    project.write(file, "mine\n");
    const { code, stderr } = await project.run(["init", ...flags]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `${file}: found a file, wanted none: choose another --name, or remove it\n`,
    });
    expect(there()).toEqual([file]);
    expect(readFileSync(project.path(file), "utf8")).toBe("mine\n");
  });

  it("refuses what is wrong, all at once, and writes nothing", async () => {
    const before = readdirSync(project.root);
    const { code, stderr } = await project.run([
      "init",
      "--name",
      "Chat",
      ...flags.slice(2),
      "--site",
      "gcp",
    ]);
    expect(code).toBe(2);
    expect(stderr.trim().split("\n")).toHaveLength(2);
    expect(readdirSync(project.root)).toEqual(before);
  });

  it("refuses a domain as the preview would, and writes nothing", async () => {
    const { code, stderr } = await project.run(["init", ...flags, "--domain", "chat"]);
    expect({ code, files: there() }).toEqual({ code: 2, files: [] });
    expect(stderr).toMatch(/^--domain chat: wanted a domain name in lower case/);
  });

  it("tells in its help every flag, and how a chat platform is begun", async () => {
    const { code, stdout } = await project.run(["init", "--help"]);
    expect(code).toBe(0);
    for (const flag of ["--name", "--domain", "--jurisdiction", "--site", "--database", "--capability"])
      expect(stdout).toContain(flag);
    expect(stdout).toContain("--capability messages:public:store,queue");
  });
});

describe("init on a terminal", () => {
  it("asks for all that no flag says, and takes what is offered for an empty answer", async () => {
    const { code, questions, said } = await asked(
      [],
      [...["talk", "", "", "", "messages", "", "store, queue"], ...["presence", "n", "queue", ""]],
    );
    const names = readdirSync(project.root);
    expect({ code, files: names.filter((file) => file.startsWith("Pulumi.")) }).toEqual({
      code: 0,
      files: ["Pulumi.prod.yaml", "Pulumi.talk.yaml", "Pulumi.yaml"],
    });
    expect(questions[1]).toBe("domain, below which its public names stand [talk.example.com]: ");
    expect(said).toContain("  presence  talk/presence\n");
  });

  it("asks for nothing that flags say", async () => {
    expect((await asked(flags, [])).questions).toEqual([]);
  });

  it("writes nothing where the answers end too soon", async () => {
    const { code, said } = await asked(flags.slice(0, 2), ["chat.example.com", undefined]);
    expect({ code, said, files: there() }).toEqual({
      code: 2,
      said: "init: the answers ended; nothing was written\n",
      files: [],
    });
  });
});
