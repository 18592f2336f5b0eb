/** What an operator types in a rehearsal, as far as it is understood. Pure. */

/** `refused` is what must never be done on that night, with why. */
export type Typed =
  | { readonly kind: "nothing" }
  | { readonly kind: "quit" }
  | { readonly kind: "hint" }
  | { readonly kind: "edit" }
  | { readonly kind: "help" }
  | { readonly kind: "set"; readonly key: string; readonly value: string }
  | { readonly kind: "unset"; readonly key: string }
  | { readonly kind: "pulumi"; readonly args: readonly string[]; readonly skipsUnreachable: boolean }
  /** One of this project's commands that only look. */
  | { readonly kind: "npm"; readonly script: string; readonly args: readonly string[] }
  | { readonly kind: "rollout"; readonly isDry: boolean }
  | { readonly kind: "curl"; readonly address: string }
  | { readonly kind: "ask"; readonly cloud: string; readonly region: string | undefined }
  | { readonly kind: "refused"; readonly because: string }
  /** More than one command, or one whose output goes elsewhere. */
  | { readonly kind: "several" }
  | { readonly kind: "unknown"; readonly tool: string };

/** Words of a line of a shell, with quotes and without anything else that shells know. */
export function wordsOf(line: string): string[] {
  const words = line.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}

/** What of a shell would run a second command, or send the output elsewhere. */
const SHELL = ["|", "||", "&", "&&", ";", ">", ">>", "<"];

const LOOKS = ["survive", "check", "preview"];

const READS = /^(list|get|describe|ls|show|head)/;

export function typedOf(line: string): Typed {
  const words = wordsOf(line.trim());
  const settings = new Map<string, string>();
  while (/^[A-Z_][A-Z0-9_]*=/.test(words[0] ?? "")) {
    const [name = "", value = ""] = (words.shift() ?? "").split("=", 2);
    settings.set(name, value);
  }
  const [tool = "", ...args] = words;
  if (tool === "" || tool.startsWith("#")) return { kind: "nothing" };
  if (["quit", "exit"].includes(tool)) return { kind: "quit" };
  if (tool === "hint" || tool === "help" || tool === "edit") return { kind: tool };
  if (tool === "set" && args.length >= 2) {
    return { kind: "set", key: args[0] ?? "", value: line.trim().replace(/^set\s+\S+\s+/, "") };
  }
  if (tool === "unset" && args.length === 1) return { kind: "unset", key: args[0] ?? "" };
  if (words.some((word) => SHELL.includes(word) || word.endsWith(";"))) return { kind: "several" };
  if (tool === "pulumi") return pulumi(args, settings);
  if (tool === "npm") return npm(args);
  if (tool === "curl") {
    const to = args[args.indexOf("--connect-to") + 1] ?? "";
    return { kind: "curl", address: args.includes("--connect-to") ? (to.split(":")[2] ?? "") : "" };
  }
  if (tool === "aws" || tool === "oci") return cloud(tool, args);
  return { kind: "unknown", tool };
}

/** What changes anything but the rehearsal's own stack isn't run: it would be the real one. */
function npm(args: readonly string[]): Typed {
  const [, script = "", ...rest] = args.filter((arg) => arg !== "-s" && arg !== "--silent");
  const flags = rest.filter((arg, at) => !(arg === "--" && at === 0));
  if (script === "rollout") return { kind: "rollout", isDry: flags.includes("--dry-run") };
  if (LOOKS.includes(script)) return { kind: "npm", script, args: flags };
  return { kind: "unknown", tool: `npm run ${script}` };
}

function pulumi(args: readonly string[], settings: ReadonlyMap<string, string>): Typed {
  if (args[0] === "refresh" || args.includes("--refresh")) {
    return {
      kind: "refused",
      because:
        "a refresh while OCI is sick: what it can't authorize it answers with 404, the state forgets it, and the next up makes it a second time",
    };
  }
  if (["destroy", "down", "dn"].includes(args[0] ?? "")) {
    return { kind: "refused", because: "that takes away what still serves" };
  }
  return {
    kind: "pulumi",
    args,
    skipsUnreachable: settings.get("PULUMI_K8S_SKIP_UPDATE_UNREACHABLE") === "true",
  };
}

/** A look at a cloud goes through; a change of DNS by hand is what the runbook warns of. */
function cloud(tool: string, args: readonly string[]): Typed {
  const verb = args.filter((arg) => !arg.startsWith("-"))[tool === "aws" ? 1 : 2] ?? "";
  const at = args.indexOf("--region");
  const isDns = args.includes("route53") || args.includes("dns");
  if (isDns && !READS.test(verb)) {
    return {
      kind: "refused",
      because:
        "DNS edited to fail over: both authorities leave a red site out by themselves, sooner than anybody types it",
    };
  }
  return { kind: "ask", cloud: tool, region: at === -1 ? undefined : args[at + 1] };
}
