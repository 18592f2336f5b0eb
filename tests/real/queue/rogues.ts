/** Servers that have no business in the queue. */
import { readFileSync } from "node:fs";
import { goProgram } from "../../../drill/frame/go";
import { type Lane, sleep } from "../../../drill/frame/lane";
import { plain } from "../../../drill/frame/requests";
import { keysOf, type QueueSite } from "./world";

/** Leaf links and routes with the wrong certificates or with none. */
export async function rogues(lane: Lane, a: QueueSite, b: QueueSite): Promise<void> {
  const own = a.tls("workload-feed");
  const forged = `${lane.dir}/forged`;
  const edge = `${a.edgeAddress}:7422`;
  const leaf = (tls: string) =>
    `leafnodes { remotes [{ urls: ["tls://${edge}"], tls { ${tls}, handshake_first: true } }] }`;
  const route = (folder: string) =>
    `cluster { name: "${a.id}", listen: "127.0.0.1:-1", routes: ["${a.route}"], tls { ${keysOf(folder)} } }`;
  const cases: readonly (readonly [string, string])[] = [
    ["leaf-without-certificate", leaf(`ca_file: "${own}/ca.crt"`)],
    ["leaf-of-a-workload", leaf(keysOf(own))],
    ["leaf-of-the-setup", leaf(keysOf(a.tls("setup")))],
    ["leaf-of-the-site-itself", leaf(keysOf(a.tls("leaf-dial")))],
    [
      "leaf-of-another-authority",
      leaf(`ca_file: "${own}/ca.crt", cert_file: "${forged}/tls.crt", key_file: "${forged}/tls.key"`),
    ],
    ["leaf-without-tls", `leafnodes { remotes [{ urls: ["nats-leaf://${edge}"] }] }`],
    ["route-of-a-workload", route(own)],
    ["route-of-another-site", route(b.tls("leaf-dial"))],
    // Its names are those of this site's servers; its authority is not.
    ["route-of-another-sites-servers", route(b.tls("server"))],
    ["leaf-of-another-sites-servers", leaf(keysOf(b.tls("server")))],
  ];
  const children = cases.map(([name, config], index) => {
    const text = `server_name: ${name}\nlisten: "${a.net}.${200 + index}:4222"\n${config}\n`;
    return lane.start(`rogue-${name}`, goProgram("nats-server"), [
      "-D",
      "-c",
      lane.file(`rogue-${name}.conf`, text),
    ]);
  });
  await sleep(6000);
  const known = await Promise.all(
    [0, 1, 2].flatMap((server) =>
      ["leafz", "routez"].map(async (page) => (await plain(a.address(server), 8222, `/${page}`)).body),
    ),
  );
  for (const [name] of cases) {
    const log = readFileSync(`${lane.dir}/rogue-${name}.log`, "utf8");
    const tried = /7422|localhost|Route|Leafnode/i.test(log);
    const in_ = known.some((page) => page.includes(`"${name}"`));
    lane.expect(`a server comes as a ${name.replaceAll("-", " ")}: refused`, tried && !in_);
  }
  for (const child of children) await lane.kill(child);
}
