/** Reads incidents/*.yaml. The only file of the model that touches a disk. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { type Incident, incidentSchema } from "./incident";

/**
 * Every incident, in the order of the files' names.
 * @throws Error naming the file and what is wrong in it.
 */
export function loadIncidents(folder = path.join(__dirname, "../incidents")): Incident[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
  return files.sort().map((file) => {
    const parsed = incidentSchema.safeParse(parse(readFileSync(path.join(folder, file), "utf8")));
    if (!parsed.success) throw new Error(`${path.join(folder, file)}: ${z.prettifyError(parsed.error)}`);
    if (`${parsed.data.id}.yaml` !== file) {
      throw new Error(`${path.join(folder, file)}: id is "${parsed.data.id}"; wanted the file's name`);
    }
    return parsed.data;
  });
}
