/** The files that others write or read: their JSON Schemas, and the pages that are made from them. Pure. */
import * as z from "zod";
import type { Catalog } from "../components/catalog";
import { drillJson } from "../drill/report/schema";
import { redundancySchema } from "../policies/pack/redundancy";
import { rules } from "../policies/rules";
import { previewJson } from "../report/preview-schema";
import { settingsJsonSchema, stackFileSchema } from "../stacks/file-schema";
import { type Json, type Page, schemaPage } from "./schema-page";

interface Form extends Page {
  /** `preview` of docs/preview.schema.json. */
  readonly id: string;
  /** Of its page in docs/. */
  readonly page: string;
  /** What the file holds, where the page shows a part of it. */
  readonly whole?: Json;
}

const written = (schema: z.ZodType, title: string): Json => {
  const { $schema, ...form } = z.toJSONSchema(schema) as Json & { $schema: string };
  return { $schema, title, ...form } as Json;
};

const preview: Form = {
  id: "preview",
  page: "preview-json",
  title: "preview.json",
  about:
    "Version 2: what `preview` writes to `out/<stack>/`; `check --json` and `survive --json` print `policy` and `survival` of it. A field that is added doesn't change the version; one that goes or means something else does.",
  schema: written(previewJson, "preview.json"),
  byHand: false,
};

const drill: Form = {
  id: "drill",
  page: "drill-json",
  title: "drill.json",
  about: "Version 1: what `npm run drill` writes beside its page ([the drill](drill.md)).",
  schema: written(drillJson, "drill.json"),
  byHand: false,
};

const redundancy = (): Form => ({
  id: "redundancy",
  page: "redundancy-yaml",
  title: "redundancy.yaml",
  about:
    "What a program of your own is held to, beside its Pulumi.yaml ([other programs](other-programs.md)). An editor that knows YAML checks it with a first line `# yaml-language-server: $schema=` and the path of the schema, which the npm package brings in `schemas/`.",
  schema: redundancySchema(rules.map(({ id }) => id)) as Json,
  byHand: true,
});

/** What follows the names of a catalog's capabilities takes any name. */
const stack = (catalog: Catalog): Form => ({
  id: "stack",
  page: "stack-files",
  title: "Pulumi.<stack>.yaml",
  about:
    "The settings of a platform of Twincloud's: keys of `config:`, each below `twincloud:`. One that is needed may stand in Pulumi.yaml, for all stacks. `<capability>` is each name of the catalog's. A number that `pulumi config set` wrote as text is taken too.",
  schema: settingsJsonSchema(catalog) as Json,
  whole: stackFileSchema(catalog) as Json,
  byHand: true,
});

/** Text by file, from the checkout: each schema and its page. */
export function schemaFiles(catalog: Catalog): ReadonlyMap<string, string> {
  return new Map(
    [preview, drill, redundancy(), stack(catalog)].flatMap(({ id, page, whole, ...form }) => {
      const file = `${id}.schema.json`;
      const about = `${form.about} As JSON Schema: [${file}](${file}).`;
      return [
        [`docs/${file}`, `${JSON.stringify(whole ?? form.schema, null, 2)}\n`] as const,
        [`docs/${page}.md`, schemaPage({ ...form, about })] as const,
      ];
    }),
  );
}
