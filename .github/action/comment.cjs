/**
 * The comment's body, as the API takes it: the reports of all stacks, each cut where it is too long. What a pull request's
 * program wrote notifies nobody, and can't leave open what comes after it.
 */
"use strict";
const fs = require("node:fs");
const path = require("node:path");

/** What GitHub takes, with room for what stands around. */
const LIMIT = 65_536;
const endings = [
  "nothing is broken",
  "something is broken, or can't be told",
  "the input is wrong",
  "a defect",
];

/** A joiner that has no width breaks every name. */
const defuse = (text) => text.replace(/@|&(#0*64|#x0*40|commat);?/gi, "@\u200d");

/** A fence or a <details> that the cut left open would swallow what comes after. */
function close(text) {
  let fence = "";
  for (const line of text.split("\n")) {
    const [found] = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.slice(1) ?? [];
    if (!found) continue;
    if (fence === "") fence = found;
    else if (found[0] === fence[0] && found.length >= fence.length) fence = "";
  }
  const opened = text.match(/<details\b/gi)?.length ?? 0;
  const open = Math.max(0, opened - (text.match(/<\/details>/gi)?.length ?? 0));
  return `${text}\n${fence}\n${"</details>".repeat(Math.min(open, 20))}`;
}

/** @param texts the reports */
function bodyOf(texts, code, run) {
  const opening = `<!-- twincloud -->\n[The run](${run}) ended with: **${endings[code] ?? `code ${code}`}**.`;
  const room = Math.floor((LIMIT - opening.length - 200) / Math.max(1, texts.length)) - 400;
  const shown = (text) => {
    if (text.length <= room) return text;
    return `${close(text.slice(0, text.lastIndexOf("\n", room) + 1))}\n\n… cut; the run's summary has all of it.`;
  };
  const parts = texts.map(defuse).map(shown);
  return [opening, ...(parts.length > 0 ? parts : ["No preview was made: the run says why."])].join("\n\n");
}

const [out, code, run] = process.argv.slice(2);
const files = fs
  .readdirSync(out)
  .sort()
  .map((stack) => path.join(out, stack, "preview.md"))
  .filter((file) => fs.existsSync(file));
const body = bodyOf(
  files.map((file) => fs.readFileSync(file, "utf8")),
  Number(code),
  run,
);
process.stdout.write(JSON.stringify({ body }));
