/** ECR: repositories and what is set on them and on the registry. */
import type {
  LifecyclePolicyArgs,
  LifecyclePolicyState,
  RegistryScanningConfigurationArgs,
  RegistryScanningConfigurationState,
  RepositoryArgs,
  RepositoryPolicyArgs,
  RepositoryPolicyState,
  RepositoryState,
} from "@pulumi/aws/ecr";
import { matches, oneOf } from "../refusals";
import { resource } from "../resource";
import { account, arn, region, regional, tagged } from "./common";

const inRegistry = { registryId: account };

export const ecr = [
  resource<RepositoryState, RepositoryArgs>("aws:ecr/repository:Repository", {
    required: {},
    defaults: { imageTagMutability: "MUTABLE" },
    autoName: { property: "name", maxLength: 255 },
    refuses: (inputs) => [
      matches(
        "name",
        inputs.name,
        /^(?=.{2,256}$)[a-z0-9]+([._-][a-z0-9]+|__[a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/,
        "a repository name: lower-case words, set apart by . _ - or /",
      ),
      oneOf("imageTagMutability", inputs.imageTagMutability, [
        "MUTABLE",
        "IMMUTABLE",
        "IMMUTABLE_WITH_EXCLUSION",
        "MUTABLE_WITH_EXCLUSION",
      ]),
    ],
    id: (r) => r.inputs.name ?? r.name,
    computed: {
      ...regional,
      ...tagged,
      ...inRegistry,
      arn: (r) => arn(r, "ecr", `repository/${r.id}`),
      repositoryUrl: (r) => `${account(r)}.dkr.ecr.${region(r)}.amazonaws.com/${r.id}`,
    },
  }),

  resource<LifecyclePolicyState, LifecyclePolicyArgs>("aws:ecr/lifecyclePolicy:LifecyclePolicy", {
    required: { policy: true, repository: true },
    json: ["policy"],
    id: (r) => r.inputs.repository,
    computed: { ...regional, ...inRegistry },
  }),

  resource<RepositoryPolicyState, RepositoryPolicyArgs>("aws:ecr/repositoryPolicy:RepositoryPolicy", {
    required: { policy: true, repository: true },
    json: ["policy"],
    id: (r) => r.inputs.repository,
    computed: { ...regional, ...inRegistry },
  }),

  resource<RegistryScanningConfigurationState, RegistryScanningConfigurationArgs>(
    "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
    {
      required: { scanType: true },
      refuses: (inputs) => [oneOf("scanType", inputs.scanType, ["BASIC", "ENHANCED"])],
      id: account,
      computed: { ...regional, ...inRegistry },
    },
  ),
];
