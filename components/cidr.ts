/** IPv4 networks in CIDR form: parsing, comparison, and planning of subnets. Pure. */

export interface Cidr {
  /** Network address as an unsigned 32-bit number. */
  readonly base: number;
  /** Length of the network's prefix in bits, 0 to 32. */
  readonly prefix: number;
}

export interface WantedSubnet {
  readonly name: string;
  /** Length of the subnet's prefix in bits, no shorter than that of the network it is cut from, at most 32. */
  readonly prefix: number;
}

const form = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;

/** How many addresses a prefix of this length spans. */
function span(prefix: number): number {
  return 2 ** (32 - prefix);
}

/**
 * Reads `10.20.0.0/16`. Leading zeros are refused, as some readers take them for octal.
 * @throws RangeError that quotes the text when it is malformed or has bits set behind its prefix.
 */
export function parseCidr(text: string): Cidr {
  const [octets, prefix] = readCidr(text);
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const base = address - (address % span(prefix));
  if (base !== address) {
    throw new RangeError(
      `${text} has host bits set: the network of that length is ${formatCidr({ base, prefix })}`,
    );
  }
  return { base, prefix };
}

function readCidr(text: string): [octets: number[], prefix: number] {
  const parts = form.exec(text)?.slice(1) ?? [];
  const numbers = parts.map(Number);
  const prefix = numbers[4];
  const canonical = parts.every((part, i) => part === String(numbers[i]));
  if (prefix === undefined || !canonical || prefix > 32 || numbers.slice(0, 4).some((octet) => octet > 255)) {
    throw new RangeError(`${JSON.stringify(text)} is not an IPv4 network such as 10.20.0.0/16`);
  }
  return [numbers.slice(0, 4), prefix];
}

export function formatCidr({ base, prefix }: Cidr): string {
  const octets = [24, 16, 8, 0].map((shift) => (base >>> shift) & 255);
  return `${octets.join(".")}/${prefix}`;
}

/**
 * Whether every address of `inner` is in `outer`; a network contains itself.
 * @throws RangeError when either is malformed.
 */
export function contains(outer: string, inner: string): boolean {
  const a = parseCidr(outer);
  const b = parseCidr(inner);
  return a.base <= b.base && b.base + span(b.prefix) <= a.base + span(a.prefix);
}

/**
 * Whether two networks share an address. Of two CIDRs that do, one contains the other.
 * @throws RangeError when either is malformed.
 */
export function overlaps(a: string, b: string): boolean {
  return contains(a, b) || contains(b, a);
}

/**
 * Cuts subnets from a network: disjoint, aligned to their size, and inside it. Each goes, in the order
 * given, to the smallest free block that holds it. A subnet added at the end therefore never moves those
 * before it, and nothing is refused while enough addresses are free: free blocks are always of different
 * sizes, so if none is as large as a subnet, all of them together are not.
 * @throws RangeError when the network is malformed, a name is given twice, a prefix is not a length from the
 * network's own to 32, or there is no room; the message names each subnet that is to blame.
 */
export function allocate(cidr: string, wanted: readonly WantedSubnet[]): Record<string, string> {
  const network = parseCidr(cidr);
  checkWanted(cidr, network, wanted);
  const free: Cidr[] = [network];
  const planned: Record<string, string> = {};
  const homeless: WantedSubnet[] = [];
  for (const subnet of wanted) {
    const block = takeSmallest(free, subnet.prefix);
    if (block) {
      planned[subnet.name] = formatCidr(block);
    } else {
      homeless.push(subnet);
    }
  }
  if (homeless.length > 0) {
    throw new RangeError(`${cidr} has no room left for ${list(homeless)}`);
  }
  return planned;
}

function checkWanted(cidr: string, network: Cidr, wanted: readonly WantedSubnet[]): void {
  const misfits = wanted.filter(
    ({ prefix }) => !Number.isInteger(prefix) || prefix < network.prefix || prefix > 32,
  );
  if (misfits.length > 0) {
    throw new RangeError(
      `${cidr} can't hold ${list(misfits)}: prefixes must be from /${network.prefix} to /32`,
    );
  }
  const twice = wanted.filter(({ name }, i) => wanted.findIndex((other) => other.name === name) !== i);
  if (twice.length > 0) {
    throw new RangeError(`the plan of ${cidr} names ${list(twice)} twice`);
  }
}

/** Takes the lowest part, of the given length, of the smallest free block that has one; keeps the rest free. */
function takeSmallest(free: Cidr[], prefix: number): Cidr | undefined {
  const fitting = free.filter((block) => block.prefix <= prefix);
  const block = fitting.sort((a, b) => b.prefix - a.prefix)[0];
  if (!block) return undefined;
  free.splice(free.indexOf(block), 1);
  for (let half = block.prefix + 1; half <= prefix; half++) {
    free.push({ base: block.base + span(half), prefix: half });
  }
  return { base: block.base, prefix };
}

function list(subnets: readonly WantedSubnet[]): string {
  return subnets.map(({ name, prefix }) => `${name} (/${prefix})`).join(", ");
}
