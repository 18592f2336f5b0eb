/** The DNS of one site's cluster, in a process of its own: its first argument is the file of its names. */
import { readFileSync } from "node:fs";
import { DnsServer } from "../frame/dns-server";

/** What is written to the file. */
export interface ClusterNames {
  readonly address: string;
  readonly names: Readonly<Record<string, readonly string[]>>;
}

async function main(): Promise<void> {
  const file = process.argv[2];
  if (file === undefined) throw new Error("names-process: wanted the file of its names");
  const { address, names } = JSON.parse(readFileSync(file, "utf8")) as ClusterNames;
  const server = new DnsServer();
  for (const [name, addresses] of Object.entries(names)) server.names.set(name.toLowerCase(), addresses);
  await server.listen({ onEnd: () => undefined }, address, 53);
  console.log("listening");
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
