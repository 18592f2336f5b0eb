import * as ecr from "@pulumi/aws/ecr";
import * as pulumi from "@pulumi/pulumi";
import type { Registry as RegistryContract, SiteSpec, StackContext } from "../contracts";
import { componentOptions } from "../frozen";
import { named } from "./names";

/**
 * The repositories of a site, in its own region. No policy expires images: pods run them by digest, and what a
 * digest in use is tagged with, if at all, says nothing of whether it can go.
 */
export class Registry extends pulumi.ComponentResource implements RegistryContract {
  readonly host: string;
  readonly ready: pulumi.Resource[];

  private readonly paths: ReadonlyMap<string, string>;

  constructor(
    context: StackContext,
    accountId: string,
    site: SiteSpec,
    repositories: readonly string[],
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("twincloud:aws:Registry", site.id, {}, componentOptions(context, "aws", opts, site.id));
    this.host = `${accountId}.dkr.ecr.${site.region.name}.amazonaws.com`;
    this.paths = new Map(repositories.map((repository) => [repository, `${context.prefix}/${repository}`]));
    this.ready = [...this.paths].map(
      ([repository, path]) =>
        new ecr.Repository(
          `${site.id}-${repository}`,
          {
            name: path,
            imageTagMutability: "IMMUTABLE",
            imageScanningConfiguration: { scanOnPush: true },
            encryptionConfigurations: [{ encryptionType: "AES256" }],
            forceDelete: !context.protect,
            tags: named(context, path),
          },
          { parent: this },
        ),
    );
    this.registerOutputs({ host: this.host });
  }

  image(repository: string, digest: string): string {
    const path = this.paths.get(repository);
    if (!path) throw new Error(`${this.host} has no repository for the image ${repository}`);
    return `${this.host}/${path}@${digest}`;
  }
}
