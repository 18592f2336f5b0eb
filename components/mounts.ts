/** What a pod finds in its file system, and from where. Pure. */
import type { core } from "@pulumi/kubernetes/types/input";

export interface Mount {
  /** Name of the volume, unique in the pod. */
  readonly name: string;
  readonly path: string;
  readonly from:
    | { readonly configMap: string }
    | { readonly secret: string; readonly optional?: boolean }
    /** Writable, gone with the pod; MiB at most. */
    | { readonly scratchMiB: number }
    /** A token of the pod's service account for one audience, at `<path>/token`. */
    | { readonly tokenFor: string };
}

/** Seconds that a projected token is good for; the kubelet renews it at four fifths. */
const TOKEN_SECONDS = 3600;

export function volumes(mounts: readonly Mount[]): core.v1.Volume[] {
  return mounts.map(({ name, from }) => {
    if ("configMap" in from) return { name, configMap: { name: from.configMap } };
    // Group-readable for `fsGroup` alone: a key must not be readable by everybody in the pod.
    if ("secret" in from) {
      return {
        name,
        secret: { secretName: from.secret, defaultMode: 0o440, optional: from.optional ?? false },
      };
    }
    if ("scratchMiB" in from) return { name, emptyDir: { sizeLimit: `${from.scratchMiB}Mi` } };
    return {
      name,
      projected: {
        sources: [
          {
            serviceAccountToken: {
              audience: from.tokenFor,
              expirationSeconds: TOKEN_SECONDS,
              path: "token",
            },
          },
        ],
      },
    };
  });
}

export function volumeMounts(mounts: readonly Mount[]): core.v1.VolumeMount[] {
  return mounts.map(({ name, path, from }) => ({
    name,
    mountPath: path,
    readOnly: !("scratchMiB" in from),
  }));
}
