/** ECR: registries of AWS. */
import type { ImageReader } from "../reader";

const regional = /^\d{12}\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/;

export const awsImages: ImageReader = {
  registryAt(host) {
    const region = regional.exec(host)?.[1];
    if (region) return { region };
    return host === "public.ecr.aws" ? {} : undefined;
  },
  repositoryOf: (path) => path,
  repositoryTypes: new Map([["aws:ecr/repository:Repository", "name"]]),
};
