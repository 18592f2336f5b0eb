/** Applying the same manifests again changes nothing. */
import type { Cluster } from "./cluster";
import { type KubeObject, MANAGER, nameOf } from "./kube";

export async function secondApply({ lane, site, kube, objects }: Cluster): Promise<void> {
  const changed: string[] = [];
  for (const object of objects) {
    const before = await kube.read(object);
    await kube.apply(object);
    const after = await kube.read(object);
    // Status and the autoscalers' replicas change meanwhile, by others: what is ours may not.
    if (before.metadata.generation !== after.metadata.generation && !isScaled(before, after))
      changed.push(nameOf(object));
    else if (own(before) !== own(after)) changed.push(`${nameOf(object)} (fields)`);
  }
  lane.expect(
    `${site}: a second apply changes none of ${objects.length} objects`,
    changed.length === 0,
    changed.join(", ") || undefined,
  );
}

/** Fields that the lane's manager owns, with when they were last changed. */
const own = ({ metadata }: KubeObject): string =>
  JSON.stringify(
    (metadata.managedFields ?? []).filter((entry) => (entry as { manager: string }).manager === MANAGER),
  );

const isScaled = (before: KubeObject, after: KubeObject): boolean =>
  before.spec?.replicas !== undefined && before.spec.replicas !== after.spec?.replicas;
