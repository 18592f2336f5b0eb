/** A project in a folder of its own, and a command line that runs in it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import type { RunProgram } from "../../cli/program";
import { runCli } from "../../cli/run-cli";
import type { Graph } from "../../graph/resource";
import { video } from "../fixtures/catalogs/video";
import { example } from "../stacks/example";

export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What most tests make has clusters without nodes and networks, which no rule on zones or ways lets pass. */
const aside = ["zone-spread", "ways-open", "ways-closed"].map((rule) => ({
  rule,
  urn: "*",
  reason: "the clusters of these tests have no nodes",
  owner: "tests",
  expires: "2999-12-31",
}));

export class Project {
  readonly root = mkdtempSync(path.join(tmpdir(), "twincloud-cli-"));
  /** What the program makes; given the stack's name. */
  program: RunProgram | undefined;

  constructor(...stacks: string[]) {
    this.write("Pulumi.yaml", "name: twincloud\nruntime: nodejs\n");
    this.write("policies/exemptions.yaml", stringify({ exemptions: aside }));
    for (const stack of stacks) {
      this.write(`Pulumi.${stack}.yaml`, stringify({ config: example() }));
    }
  }

  path(file: string): string {
    return path.join(this.root, file);
  }

  write(file: string, text: string): void {
    mkdirSync(path.dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), text);
  }

  makes(graphOf: (stack: string) => Graph): void {
    this.program = async ({ stack, onRegister }) => {
      const graph = graphOf(stack);
      for (const index of graph.resources.keys()) onRegister(index + 1);
      return graph;
    };
  }

  async run(args: readonly string[], { isTTY, columns, env = {} }: Terminal = {}): Promise<Ran> {
    const written = { stdout: "", stderr: "" };
    const output = (name: keyof typeof written) => ({
      write: (text: string) => {
        written[name] += text;
      },
      ...(isTTY === undefined ? {} : { isTTY }),
      ...(columns === undefined ? {} : { columns }),
    });
    const code = await runCli(args, {
      root: this.root,
      cwd: this.root,
      stdout: output("stdout"),
      stderr: output("stderr"),
      env,
      catalog: video,
      loadProgram: () => {
        if (this.program === undefined) {
          throw new Error("the program was loaded before the input was found to be wrong");
        }
        return this.program;
      },
    });
    return { code, ...written };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
