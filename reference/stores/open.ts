/** The stores of a pod: its own site's first, then those of other providers in the order of preference. */
import type { Log } from "../frame/log";
import type { Settings } from "../frame/settings";
import { credentialsOf } from "./credentials";
import { GuardedStore } from "./guarded";
import { S3Store } from "./s3";

/**
 * @param readable a prefix that this capability may read
 * @throws Error where the pod has no `stores.json`
 */
export function openStores(
  { stores, capability }: Settings,
  readable: string,
  log: Log,
  env: NodeJS.ProcessEnv,
): readonly GuardedStore[] {
  if (stores === undefined) {
    throw new Error(
      `${capability} needs stores, and there is no stores/stores.json in the folder of TWINCLOUD_ETC`,
    );
  }
  return [stores.own, ...stores.others].map(
    (spec) => new GuardedStore(new S3Store(spec, credentialsOf(spec, env)), `${readable}probe`, log),
  );
}

/** Stores by provider, each provider's in the order of preference; the provider of the first store first. */
export function byProvider<S extends { readonly spec: { readonly provider: string } }>(
  stores: readonly S[],
): ReadonlyMap<string, readonly S[]> {
  const found = new Map<string, S[]>();
  for (const store of stores) {
    const of = found.get(store.spec.provider) ?? [];
    found.set(store.spec.provider, [...of, store]);
  }
  return found;
}
