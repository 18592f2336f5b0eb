/** What stands beside a site's manifests where some objects are left out of what is applied. */
import { printable } from "./printable";

export interface LeftOut {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Of a Secret: its keys. */
  readonly keys: readonly string[];
  /** The file that has its form, below the site's folder. */
  readonly file: string;
}

/** Below a site's folder, where neither `kubectl apply -f` nor `-R` looks: their names don't end in `.yaml`. */
export const toFill = "secrets-to-fill";

export function manifestsReadme(site: string, leftOut: readonly LeftOut[]): string {
  const rows = leftOut.map(({ kind, namespace, name, keys, file }) => {
    const object = [kind, namespace === "" ? name : `${namespace}/${name}`].map(code).join(" ");
    return `- ${object}${keys.length > 0 ? `: ${keys.map(code).join(", ")}` : ""} (${code(file)})`;
  });
  return [
    `# ${printable(site)}`,
    "",
    "`kubectl apply -f` on this folder applies everything that needs no secret; `patches/` is for",
    "`kubectl apply --server-side --force-conflicts -f`.",
    "",
    "**These objects are left out of it**, as their values are secret and this preview doesn't know them. Applied with",
    "placeholders they would replace real certificates, keys and credentials:",
    "",
    ...rows,
    "",
    "A site that runs has them already: `pulumi up` makes them. For a cluster without Pulumi, copy the form to a file of",
    "your own, put the values in place of `[secret]` and of the empty certificates, and apply that file before the rest:",
    "",
    "```sh",
    `cp ${toFill}/30-secret.yaml.template /somewhere/private/secrets.yaml  # then fill it in`,
    "kubectl apply -f /somewhere/private/secrets.yaml",
    "```",
    "",
  ].join("\n");
}

const code = (text: string): string => `\`${printable(text).replaceAll("`", "'")}\``;
