/** What an image reference names: the registry, whose it is and where it stands, the repository and the digest. */
import type { ProviderName } from "../clouds/contract";
import { findRegion, regionsOf } from "../clouds/regions";

export interface ImageView {
  readonly host: string;
  /** Below the host, without tag and digest. */
  readonly path: string;
  /** `sha256:…` */
  readonly digest?: string;
  readonly tag?: string;
  /** Whose registry it is; undefined for one of neither cloud. */
  readonly provider?: ProviderName;
  /** Where the registry stands; undefined for one that stands in no single region. */
  readonly region?: string;
}

const DOCKER_HUB = "docker.io";
/** What an image of Docker Hub with a bare name belongs to: `busybox` is `docker.io/library/busybox`. */
const OFFICIAL = "library";

/** Reads a reference as container runtimes do: without a host it means Docker Hub. */
export function imageView(reference: string): ImageView {
  const [name = "", digest] = reference.split("@");
  const slash = name.indexOf("/");
  const first = name.slice(0, Math.max(0, slash));
  const isHost = /[.:]/.test(first) || first === "localhost";
  const named = isHost ? first.toLowerCase() : DOCKER_HUB;
  const host = named === `index.${DOCKER_HUB}` ? DOCKER_HUB : named;
  const [path = "", tag] = (isHost ? name.slice(slash + 1) : name).split(":");
  return {
    host,
    path: host === DOCKER_HUB && !path.includes("/") ? `${OFFICIAL}/${path}` : path,
    ...(digest ? { digest } : {}),
    ...(tag ? { tag } : {}),
    ...registryOf(host),
  };
}

const ecr = /^\d{12}\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/;
const ocir = /^(?:([a-z0-9-]+)\.ocir\.io|ocir\.([a-z0-9-]+)\.oci\.oraclecloud\.com)$/;

function registryOf(host: string): Pick<ImageView, "provider" | "region"> {
  const awsRegion = ecr.exec(host)?.[1];
  if (awsRegion) return { provider: "aws", region: awsRegion };
  if (host === "public.ecr.aws") return { provider: "aws" };
  const match = ocir.exec(host);
  if (!match) return {};
  const named = match[1] ?? match[2] ?? "";
  // By the region's name, or by its three letters: iad.ocir.io.
  const region = findRegion("oci", named) ?? regionsOf("oci").find(({ key }) => key === named);
  return { provider: "oci", region: region?.name ?? named };
}
