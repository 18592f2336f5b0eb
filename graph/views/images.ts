/** What an image reference names: the registry, whose it is and where it stands, the repository and the digest. */
import { allReaders, readerOf, readers } from "../clouds";
import type { ProviderName } from "../clouds/contract";
import type { Graph, GraphResource } from "../resource";
import { ofTypes } from "./per-graph";
import { picked } from "./picked";
import { propertiesOf, textAt } from "./read";

export interface ImageView {
  readonly host: string;
  /** Below the host, without tag and digest. */
  readonly path: string;
  /** `sha256:…` */
  readonly digest?: string;
  readonly tag?: string;
  /** Whose registry it is; undefined for one of no cloud. */
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

function registryOf(host: string): Pick<ImageView, "provider" | "region"> {
  for (const { name, images } of allReaders()) {
    const registry = images.registryAt(host);
    if (registry) return { provider: name, ...registry };
  }
  return {};
}

/** The name of the repository that an image is in, as its registry calls it. */
export const repositoryOf = ({ provider, path }: ImageView): string =>
  provider === undefined ? path : readers[provider].images.repositoryOf(path);

export interface RepositoryView {
  readonly resource: GraphResource;
  /** Undefined where it isn't known yet. */
  readonly name?: string;
}

/** A repository of images as it is; undefined for any other resource. */
export function repositoryAt(resource: GraphResource): RepositoryView | undefined {
  const property = readerOf(resource)?.images.repositoryTypes.get(resource.type);
  return property === undefined
    ? undefined
    : { resource, ...picked("name", textAt(propertiesOf(resource), property)) };
}

/** Every repository of images. */
export const repositoriesOf = (graph: Graph): readonly RepositoryView[] =>
  ofTypes(
    graph,
    allReaders().flatMap(({ images }) => [...images.repositoryTypes.keys()]),
  ).flatMap((resource) => repositoryAt(resource) ?? []);
