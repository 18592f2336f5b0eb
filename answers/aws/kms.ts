/** KMS: keys and their aliases. */
import type { AliasArgs, AliasState, KeyArgs, KeyState } from "@pulumi/aws/kms";
import { hex, uuid } from "../fake";
import { between, matches } from "../refusals";
import { resource } from "../resource";
import { arn, regional, tagged } from "./common";

export const kms = [
  resource<KeyState, KeyArgs>("aws:kms/key:Key", {
    required: {},
    defaults: {
      customerMasterKeySpec: "SYMMETRIC_DEFAULT",
      enableKeyRotation: false,
      isEnabled: true,
      keyUsage: "ENCRYPT_DECRYPT",
    },
    json: ["policy"],
    refuses: (inputs) => [
      between("deletionWindowInDays", inputs.deletionWindowInDays, 7, 30),
      between("rotationPeriodInDays", inputs.rotationPeriodInDays, 90, 2560),
    ],
    id: (r) => (r.inputs.multiRegion ? `mrk-${hex(`key:${r.urn}`, 32)}` : uuid(`key:${r.urn}`)),
    computed: {
      ...regional,
      ...tagged,
      arn: (r) => arn(r, "kms", `key/${r.id}`),
      keyId: (r) => r.id,
    },
  }),

  resource<AliasState, AliasArgs>("aws:kms/alias:Alias", {
    required: { targetKeyId: true },
    autoName: {
      property: "name",
      maxLength: 238,
      transform: (name) => `alias/${name.replace(/^alias\//, "")}`,
    },
    refuses: (inputs) => [
      matches(
        "name",
        inputs.name,
        /^alias\/(?!aws\/)[\w/-]{1,250}$/,
        'of the form "alias/…", not of "alias/aws/"',
      ),
    ],
    id: (r) => r.inputs.name ?? r.name,
    computed: {
      ...regional,
      arn: (r) => arn(r, "kms", r.id),
      targetKeyArn: (r) => {
        const target = r.inputs.targetKeyId;
        return target.startsWith("arn:") ? target : arn(r, "kms", `key/${target}`);
      },
    },
  }),
];
