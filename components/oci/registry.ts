import * as artifacts from "@pulumi/oci/artifacts";
import * as pulumi from "@pulumi/pulumi";
import type { Registry as RegistryContract, SiteSpec, StackContext } from "../contracts";
import { componentOptions } from "../frozen";
import type { OciAccount } from "./account";
import { repositoryName, tagsFor } from "./names";
import type { PullCredentials } from "./pull-credentials";

/** The repositories of a site, in its own region: private, and no tag ever names another image. */
export class Registry extends pulumi.ComponentResource implements RegistryContract {
  readonly host: string;
  readonly pullConfig: pulumi.Output<string>;
  readonly ready: pulumi.Resource[];

  private readonly root: string;
  private readonly paths: ReadonlyMap<string, string>;

  constructor(
    context: StackContext,
    account: OciAccount,
    site: SiteSpec,
    repositories: readonly string[],
    credentials: PullCredentials,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("twincloud:oci:Registry", site.id, {}, componentOptions(context, "oci", opts, site.id));
    this.host = `ocir.${site.region.name}.oci.oraclecloud.com`;
    this.root = `${this.host}/${account.namespace}`;
    this.paths = new Map(repositories.map((repository) => [repository, repositoryName(context, repository)]));
    this.pullConfig = credentials.configFor(this.host);
    this.ready = [...this.paths].map(
      ([repository, displayName]) =>
        new artifacts.ContainerRepository(
          `${site.id}-${repository}`,
          {
            compartmentId: account.compartmentId,
            displayName,
            isPublic: false,
            isImmutable: true,
            freeformTags: tagsFor(context, displayName),
          },
          { parent: this },
        ),
    );
    this.registerOutputs({ host: this.host });
  }

  image(repository: string, digest: string): string {
    const path = this.paths.get(repository);
    if (!path) throw new Error(`${this.host} has no repository for the image ${repository}`);
    return `${this.root}/${path}@${digest}`;
  }
}
