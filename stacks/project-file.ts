/** Reads the project's file: its name, and the values that it gives the stacks which have none of their own. */
import { configKey, isMap, withSecrets } from "./config-values";
import { type Problem, SettingsError, show } from "./problems";
import { readYaml } from "./yaml-file";

export interface ProjectFile {
  /** As it was named. */
  readonly file: string;
  readonly name: string;
  /** `default` and `value` of what stands below `config:`, keys with their namespace. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** @throws SettingsError when it can't be read, has no name or declares what the CLI refuses. */
export function readProjectFile(file: string): ProjectFile {
  const content = readYaml(file, "the project's file");
  const name = isMap(content) ? content.name : undefined;
  if (typeof name !== "string" || name === "") {
    throw new SettingsError([{ file, key: "name", found: show(name), wanted: "the project's name" }]);
  }
  const declared = isMap(content) ? content.config : undefined;
  const { values, problems } = projectValues(declared, name);
  if (problems.length > 0) throw new SettingsError(problems.map((problem) => ({ file, ...problem })));
  return { file, name, values };
}

type Fault = Omit<Problem, "file">;
type Declared = { readonly value: unknown } | { readonly fault: Omit<Fault, "key"> } | undefined;

/** The values that a `config:` block gives, and what the CLI would refuse of it. */
export function projectValues(
  config: unknown,
  project: string,
): { values: Record<string, unknown>; problems: Fault[] } {
  const values: Record<string, unknown> = {};
  const problems: Fault[] = [];
  // A text was the folder of the stack files once, and declares nothing.
  if (config === undefined || config === null || typeof config === "string") return { values, problems };
  if (!isMap(config)) {
    return { values, problems: [{ key: "config", found: show(config), wanted: "a map of declarations" }] };
  }
  for (const [written, declaration] of Object.entries(config)) {
    const key = configKey(written, project);
    const isOwn = key?.startsWith(`${project}:`) ?? false;
    const declared = key === undefined ? { fault: misnamed } : declaredIn(declaration, isOwn);
    if (declared === undefined) continue;
    const fault = "fault" in declared ? declared.fault : /[.["]/.test(written) ? pathFault : undefined;
    if (fault !== undefined) problems.push({ key: `config.${written}`, ...fault });
    else if (key !== undefined && "value" in declared) values[key] = withSecrets(declared.value);
  }
  return { values, problems };
}

const misnamed = { found: "a key of another form", wanted: "<name> or <namespace>:<name>" };
const pathFault = {
  found: "a path with a value",
  wanted: "the whole value below the key that the path begins with",
};

const known = ["type", "items", "description", "secret", "default", "value"];
const wanted = `a text, a whole number, true or false, a list, or a map of ${known.join(", ")}`;

function declaredIn(declaration: unknown, isOwn: boolean): Declared {
  if (!isMap(declaration)) {
    const isShort =
      ["string", "boolean"].includes(typeof declaration) ||
      Number.isInteger(declaration) ||
      Array.isArray(declaration);
    return isShort ? { value: declaration } : { fault: { found: show(declaration), wanted } };
  }
  const unknown = Object.keys(declaration).filter((key) => !known.includes(key));
  if (unknown.length > 0) {
    return {
      fault: {
        found: `a map of ${unknown.join(", ")}`,
        wanted: `${wanted}; a map's value goes below default`,
      },
    };
  }
  const [byDefault, value] = [declaration.default ?? undefined, declaration.value ?? undefined];
  if (byDefault !== undefined && value !== undefined) {
    return { fault: { found: "default and value", wanted: "one of the two" } };
  }
  if (!isOwn && value === undefined) {
    return {
      fault: { found: "no value for a key of another namespace", wanted: "value, and no type or default" },
    };
  }
  const given = byDefault ?? value;
  return given === undefined ? undefined : { value: given };
}
