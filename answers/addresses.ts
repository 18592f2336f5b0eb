/**
 * Addresses for what a cloud would give one. Public ones come from 198.18.0.0/15, which RFC 2544 sets aside
 * for benchmarks: nobody on the Internet has them. Each provider has a half of its own, so that providers
 * that run as separate processes can't give the same address.
 */
import { integer } from "./fake";

export type AddressPool = "aws" | "oci";

const SECOND_OCTET: Record<AddressPool, number> = { aws: 18, oci: 19 };

/** Of each 256 addresses, without those that end in 0 and 255: not every tool takes them for a host's. */
const HOSTS = 254;
const POOL_SIZE = 256 * HOSTS;

export interface AddressBook {
  /**
   * The public address of `key`, the same whenever it is asked. It follows from the key alone unless another
   * key took it before: then it is the next free one. So only such a clash, which one stack of 12 addresses in
   * 1,000 has, depends on the order of asking. Throws when a pool's 65,024 addresses are used up.
   */
  public(pool: AddressPool, key: string): string;
}

export function createAddressBook(): AddressBook {
  const taken: Record<AddressPool, Map<number, string>> = { aws: new Map(), oci: new Map() };
  return {
    public(pool, key) {
      const holders = taken[pool];
      const wanted = integer(`${pool}:${key}`, POOL_SIZE);
      for (let step = 0; step < POOL_SIZE; step++) {
        const host = (wanted + step) % POOL_SIZE;
        const holder = holders.get(host);
        if (holder !== undefined && holder !== key) continue;
        holders.set(host, key);
        return `198.${SECOND_OCTET[pool]}.${Math.floor(host / HOSTS)}.${1 + (host % HOSTS)}`;
      }
      throw new Error(`answers/addresses.ts: all ${POOL_SIZE} addresses of ${pool} are taken`);
    },
  };
}

/**
 * A private address from 100.64.0.0/10 (RFC 6598), made up without knowing the network that it would belong to;
 * it may repeat.
 */
export function privateAddress(key: string): string {
  const host = integer(`private:${key}`, 1 << 22);
  return `100.${64 + (host >> 16)}.${(host >> 8) & 255}.${host & 255}`;
}
