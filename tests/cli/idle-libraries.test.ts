import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, it } from "vitest";

const root = path.resolve(__dirname, "../..");

/** In a process of its own, as what is loaded once stays so. */
function told(script: string): unknown {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", "tsx/cjs", "--eval", `require("./cli/idle-libraries"); ${script}`],
    { cwd: root, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

it("loading the SDK leaves the libraries unread that only it would use", () => {
  const script = `
    const before = Object.keys(require.cache).length;
    require("@pulumi/pulumi");
    const files = Object.keys(require.cache);
    console.log(JSON.stringify({
      sdk: files.length > before,
      read: files.filter((file) => /@npmcli.arborist.lib./.test(file)).length,
      typescript: require("node:util").types.isProxy(require("typescript")),
    }));`;
  // Of arborist there is the stand-in alone.
  expect(told(script)).toEqual({ sdk: true, read: 1, typescript: true });
});

it("a library that is used after all is the real one", () => {
  const script = `
    const typescript = require("typescript");
    console.log(JSON.stringify([typescript.ScriptTarget.ES5, typeof typescript.default.createSourceFile]));`;
  expect(told(script)).toEqual([1, "function"]);
});
