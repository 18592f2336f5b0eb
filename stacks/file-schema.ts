/** The form of a stack file as JSON Schema, for editors: docs/stack.schema.json. Pure. */
import * as z from "zod";
import type { Catalog } from "../components/catalog";
import { NAMESPACE } from "./load";
import { schemaFor } from "./schema";

type Json = z.core.JSONSchema.BaseSchema;

const encrypted: Json = {
  type: "object",
  properties: { secure: { type: "string" } },
  required: ["secure"],
  additionalProperties: false,
  description: "what pulumi config set --secret writes",
};

/** Of the settings below the namespace, whatever the capabilities of a catalog are called. */
export function settingsJsonSchema(catalog: Catalog): Json {
  const names = catalog.capabilities.map(({ name }) => name);
  const { $schema: _, ...schema } = z.toJSONSchema(schemaFor(catalog), {
    io: "input",
    unrepresentable: "any",
    override({ zodSchema, jsonSchema }) {
      if (zodSchema._zod.def.type === "custom") Object.assign(jsonSchema, encrypted);
      anyCapability(jsonSchema as Json, names);
      const wanted = wantedOf(zodSchema);
      if (wanted !== undefined && jsonSchema.type !== "object") jsonSchema.description ??= wanted;
    },
  });
  return schema;
}

/** What is written by capability has a key for each of the user's own catalog. */
function anyCapability(schema: Json, names: readonly string[]): void {
  const { properties, required } = schema;
  const [first] = names.flatMap((name) => properties?.[name] ?? []);
  if (!properties || first === undefined || !names.every((name) => name in properties)) return;
  const isOther = (key: string): boolean => !names.includes(key);
  schema.properties = Object.fromEntries(Object.entries(properties).filter(([key]) => isOther(key)));
  schema.additionalProperties = first as Json;
  if (required) schema.required = required.filter(isOther);
}

/** The text that stands behind "wanted" in an error about such a value. */
function wantedOf({ _zod: { def } }: z.core.$ZodType): string | undefined {
  const told = def.error?.({ input: undefined, code: "custom", path: [], message: "" } as never);
  return typeof told === "string" ? told : told?.message;
}

/** Of the whole file. No key is asked for: any of them may stand in Pulumi.yaml. */
export function stackFileSchema(catalog: Catalog): Json {
  const { properties = {} } = settingsJsonSchema(catalog);
  const ours = Object.keys(properties).join("|");
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Pulumi.<stack>.yaml",
    description: "The settings of a platform of Twincloud's, in a stack file of Pulumi's",
    type: "object",
    properties: {
      config: {
        type: "object",
        properties: Object.fromEntries(
          Object.entries(properties).map(([key, value]) => [`${NAMESPACE}:${key}`, value]),
        ),
        propertyNames: { type: "string", pattern: `^(?!${NAMESPACE}:(?!(${ours})$))` },
      },
      secretsprovider: { type: "string" },
      encryptedkey: { type: "string" },
      encryptionsalt: { type: "string" },
    },
    additionalProperties: false,
  };
}
