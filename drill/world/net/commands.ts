/** What iproute2, the shell and the resolver are told of a layout, as text. Pure. */
import { deviceTo, type Line, type NetLayout, type NetLink, numberOf, queueOf } from "./layout";

/** Every place's own, before it has devices. */
const sysctls: Readonly<Record<string, string>> = {
  // A place has addresses that its devices don't have.
  "ipv4/conf/all/rp_filter": "0",
  "ipv4/conf/default/rp_filter": "0",
  "ipv4/ip_nonlocal_bind": "1",
  // As pods have it.
  "ipv4/ip_unprivileged_port_start": "0",
  // Above all ports that are deployed, and enough of them for a load.
  "ipv4/ip_local_port_range": "10240 65535",
  // Nothing but what is sent is to be on the lines.
  "ipv6/conf/all/disable_ipv6": "1",
  "ipv6/conf/default/disable_ipv6": "1",
};

/** A line of shell for each; one that this kernel doesn't have is passed over. */
export const sysctlScript = (): string =>
  Object.entries(sysctls)
    .map(([name, value]) => `f=/proc/sys/net/${name}; [ ! -e $f ] || echo ${value} >$f`)
    .join("\n");

/** `ip -batch` within a place that has its devices: its own network, and the ways to the others. */
export function placeBatch(layout: NetLayout, place: string): string {
  const number = numberOf(layout, place);
  const lines = [
    "link set lo up",
    `address add 10.${number}.0.1/32 dev lo`,
    `route add local 10.${number}.0.0/16 dev lo src 10.${number}.0.1`,
    ...holeLines(number),
  ];
  for (const far of neighbours(layout, place)) {
    const device = deviceTo(layout, far);
    lines.push(
      `link set ${device} arp off`,
      `link set ${device} mtu 1500 txqueuelen 5000 up`,
      `route add 10.${numberOf(layout, far)}.0.0/16 dev ${device} src 10.${number}.0.1`,
    );
  }
  return `${lines.join("\n")}\n`;
}

/** A table whose only way is a device that leads nowhere, and room before the table of what is local. */
const HOLE = { table: 66, rules: 10, local: 100 } as const;

const holeLines = (number: number): string[] => [
  "link add name hole type veth peer name bottom",
  "link set hole arp off up",
  `route add default dev hole src 10.${number}.0.1 table ${HOLE.table}`,
  `rule add pref ${HOLE.local} lookup local`,
  "rule del pref 0 lookup local",
];

/**
 * `ip -batch` within a place: what goes to these addresses or comes from them is lost without a word, within the place
 * too.
 */
export const silenceBatch = (addresses: readonly string[]): string =>
  addresses
    .flatMap((address) => ["to", "from"].map((way) => `${way} ${address}`))
    .map((which) => `rule add pref ${HOLE.rules} ${which} lookup ${HOLE.table}\n`)
    .join("");

/** What takes all of that back. */
export const soundArgs = ["rule", "flush", "pref", String(HOLE.rules)] as const;

const refusalTable = (number: number): string => `refuse_${number}`;

/** What nft is told within a place: connections that it opens to another lead nowhere, and those that are open live on. */
export const refusal = (number: number): string =>
  `table ip ${refusalTable(number)} { chain out { type filter hook output priority 0; ip daddr 10.${number}.0.0/16 tcp flags & (syn | ack) == syn drop; }; }\n`;

/** What takes that back. */
export const acceptArgs = (number: number): string[] => ["delete", "table", "ip", refusalTable(number)];

const neighbours = ({ links }: NetLayout, place: string): string[] =>
  links.flatMap(({ a, b }) => (a === place ? [b] : b === place ? [a] : []));

/** The relay's two devices of a link, before they are moved. */
export const relayDevices = (link: number): [string, string] => [`l${link}a`, `l${link}b`];

/**
 * `ip -batch` where the relay's devices are: moves each where it belongs.
 * @param pidOf a process in a place's namespace
 */
export const relayBatch = (layout: NetLayout, pidOf: (place: string) => number): string =>
  layout.links
    .flatMap(({ a, b }, index) => {
      const [atA, atB] = relayDevices(index);
      return [
        `link set ${atA} netns ${pidOf(a)} name ${deviceTo(layout, b)}`,
        `link set ${atB} netns ${pidOf(b)} name ${deviceTo(layout, a)}`,
      ];
    })
    .map((line) => `${line}\n`)
    .join("");

/**
 * `ip -batch`: a pair of devices for each link, each made where it belongs. Both ends have one hardware address: without
 * ARP a frame is sent to the sender's own.
 */
export const vethBatch = (layout: NetLayout, pidOf: (place: string) => number): string =>
  layout.links
    .map(({ a, b }, index) => {
      const hardware = `02:00:00:00:${hex(index >> 8)}:${hex(index & 255)}`;
      const [near, far] = [deviceTo(layout, b), deviceTo(layout, a)];
      // One packet at a time, so that loss and rate take packets and not heaps of them.
      return (
        `link add name ${near} address ${hardware} gso_max_segs 1 netns ${pidOf(a)} type veth ` +
        `peer name ${far} address ${hardware} gso_max_segs 1 netns ${pidOf(b)}\n`
      );
    })
    .join("");

const hex = (byte: number): string => byte.toString(16).padStart(2, "0");

/**
 * `tc` for one end of a line. What is cut has a queue of its own: with the old one goes what was under way.
 * @param device as it is called there
 */
export function netemArgs(device: string, line: Line, isCut: boolean): string[] {
  const to = ["qdisc", "replace", "dev", device, "root", "handle"];
  if (isCut) return [...to, "2:", "netem", "loss", "100%", "limit", "1"];
  const { delayMs, lossPercent = 0, rateMbit } = line;
  return [
    ...[...to, "1:", "netem", "limit", String(queueOf(line)), "delay", `${Math.round(delayMs * 1000)}us`],
    ...(lossPercent > 0 ? ["loss", `${lossPercent}%`] : []),
    ...(rateMbit === undefined ? [] : ["rate", `${Math.round(rateMbit * 1000)}kbit`]),
  ];
}

/** What the relay is told of a link: a line of JSON. */
export const relayLine = (link: number, line: Line, isCut: boolean): string =>
  `${JSON.stringify({
    link,
    devices: relayDevices(link),
    delayMs: line.delayMs,
    lossPercent: line.lossPercent ?? 0,
    rateMbit: line.rateMbit ?? 0,
    queue: queueOf(line),
    cut: isCut,
  })}\n`;

/** The two ends of a link: where, and what the device there is called. */
export const endsOf = (layout: NetLayout, { a, b }: NetLink): readonly (readonly [string, string])[] => [
  [a, deviceTo(layout, b)],
  [b, deviceTo(layout, a)],
];

/** A pod's `resolv.conf` in a site, without its own namespace. */
export const resolvConf = (number: number): string =>
  `nameserver 10.${number}.0.53\nsearch svc.cluster.local cluster.local\noptions ndots:5\n`;
