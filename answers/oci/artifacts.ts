/** Container repositories. */
import type { ContainerRepositoryArgs, ContainerRepositoryState } from "@pulumi/oci/artifacts";
import { matches } from "../refusals";
import { notKnowable, resource } from "../resource";
import { available, globalOcid, ocid } from "./common";

export const artifacts = [
  resource<ContainerRepositoryState, ContainerRepositoryArgs>(
    "oci:Artifacts/containerRepository:ContainerRepository",
    {
      required: { compartmentId: true, displayName: true },
      refuses: (inputs) => [
        matches(
          "displayName",
          inputs.displayName,
          /^[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/,
          "a repository name: lower-case words, set apart by . _ - or /",
        ),
      ],
      id: (r) => ocid("containerrepo", r),
      computed: {
        ...available,
        isImmutable: (r) => r.inputs.isImmutable ?? false,
        isPublic: (r) => r.inputs.isPublic ?? false,
        billableSizeInGbs: () => "0",
        createdBy: () => globalOcid("user", "preview"),
        imageCount: () => 0,
        layerCount: () => 0,
        layersSizeInBytes: () => "0",
        namespace: notKnowable, // the tenancy's, which nothing in the question tells
        systemTags: () => ({}),
        timeLastPushed: () => undefined,
      },
    },
  ),
];
