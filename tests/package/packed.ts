/** The package as npm packs it, and a folder of a user's. */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildPackage } from "../../tools/package/build";

const root = path.resolve(__dirname, "../..");

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class Packed {
  readonly folder = realpathSync(mkdtempSync(path.join(tmpdir(), "twincloud-package-")));
  /** Set by {@link pack}. */
  tarball = "";

  /** Where npm would put it: the tarball's content, below a `node_modules` that holds nothing else. */
  get installed(): string {
    return path.join(this.folder, "cache/node_modules/twincloud");
  }

  get bytes(): number {
    return statSync(this.tarball).size;
  }

  async pack(): Promise<void> {
    const built = path.join(this.folder, "built");
    await buildPackage(built);
    const { stdout } = this.run("npm", ["pack", "--json", "--pack-destination", this.folder, built]);
    this.tarball = path.join(this.folder, JSON.parse(stdout)[0].filename);
    mkdirSync(this.installed, { recursive: true });
    this.run("tar", ["-xzf", this.tarball, "-C", this.installed, "--strip-components=1"]);
  }

  /** A folder of a user's, with a program whose SDKs are installed. */
  userFolder(name: string, program: string): string {
    const folder = path.join(this.folder, name);
    mkdirSync(folder);
    cpSync(path.join(root, program), path.join(folder, `index${path.extname(program)}`));
    symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    writeFileSync(path.join(folder, "package.json"), "{}\n");
    writeFileSync(path.join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    writeFileSync(path.join(folder, "Pulumi.dev.yaml"), "{}\n");
    return folder;
  }

  /** The binary, started in a folder as npm starts it. */
  twincloud(args: readonly string[], cwd: string): Ran {
    return this.run(process.execPath, [path.join(this.installed, "dist/twincloud.cjs"), ...args], cwd);
  }

  /** Without what the run of the tests itself got from npm, and without a registry. */
  run(command: string, args: readonly string[], cwd = this.folder): Ran {
    const env = { PATH: process.env.PATH, HOME: this.folder, npm_config_offline: "true" };
    const { status, stdout, stderr } = spawnSync(command, [...args], {
      cwd,
      env,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    return { code: status, stdout, stderr };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
