/**
 * Addresses for what a cloud would give one. Public ones come from 198.18.0.0/15, which RFC 2544 sets aside
 * for benchmarks: nobody on the Internet has them. Each provider has a part of its own, so that providers
 * that run as separate processes can't give the same address.
 */
import type { ProviderName } from "../graph/clouds/contract";
import { integer } from "./fake";

/** Addresses that begin with `198.<second>.`, the third octet in a range, both ends included. */
interface Block {
  readonly second: 18 | 19;
  readonly third: readonly [from: number, to: number];
}

/** There is no more to be had: another provider takes a part of one of these. */
const BLOCKS: Readonly<Record<ProviderName, Block>> = {
  aws: { second: 18, third: [0, 255] },
  oci: { second: 19, third: [0, 255] },
};

/** Of each 256 addresses, without those that end in 0 and 255: not every tool takes them for a host's. */
const HOSTS = 254;

export interface AddressBook {
  /**
   * The public address of `key`, the same whenever it is asked. It follows from the key alone unless another
   * key took it before: then it is the next free one. So only such a clash, which one stack of 12 addresses in
   * 1,000 has, depends on the order of asking. Throws when all of the provider's are used up.
   */
  public(provider: ProviderName, key: string): string;
}

export function createAddressBook(): AddressBook {
  const taken = new Map<ProviderName, Map<number, string>>();
  return {
    public(provider, key) {
      const holders = taken.get(provider) ?? new Map<number, string>();
      taken.set(provider, holders);
      const { second, third } = BLOCKS[provider];
      const size = (third[1] - third[0] + 1) * HOSTS;
      const wanted = integer(`${provider}:${key}`, size);
      for (let step = 0; step < size; step++) {
        const host = (wanted + step) % size;
        const holder = holders.get(host);
        if (holder !== undefined && holder !== key) continue;
        holders.set(host, key);
        return `198.${second}.${third[0] + Math.floor(host / HOSTS)}.${1 + (host % HOSTS)}`;
      }
      throw new Error(`answers/addresses.ts: all ${size} addresses of ${provider} are taken`);
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
