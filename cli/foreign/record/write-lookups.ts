/** Adds what was looked up to `lookups.yaml`: what stands there stays, comments too. Pure. */
import { parseDocument } from "yaml";
import type { RecordedLookUp } from "../../../answers/foreign/recorded";

const HEADER =
  "# What was looked up in the cloud, for runs without credentials. Written by --record; take out what is to be asked anew.\n";

/** @param before the file as it is, which has been read without a complaint; empty where there is none */
export function withLookUps(before: string, found: readonly RecordedLookUp[]): string {
  const document = parseDocument(before === "" ? `${HEADER}lookUps: []\n` : before);
  const items = found.map(({ token, args, result }) => ({
    token,
    ...(Object.keys(args).length > 0 ? { args } : {}),
    result,
  }));
  const list = document.getIn(["lookUps"]);
  if (list === undefined || list === null) document.setIn(["lookUps"], document.createNode(items));
  else for (const item of items) document.addIn(["lookUps"], document.createNode(item));
  const node = document.getIn(["lookUps"]) as { flow?: boolean };
  node.flow = false;
  return document.toString({ lineWidth: 0 });
}
