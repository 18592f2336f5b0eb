/** The list of the package's parts, as CycloneDX: what is bundled, and nothing that only made it. Pure. */
import type { Checkout } from "./manifest";
import type { Part } from "./notices";

const purlOf = ({ name, version }: Pick<Part, "name" | "version">): string =>
  `pkg:npm/${name.replace("@", "%40")}@${version}`;

export function sbomOf({ name, version, license }: Checkout, parts: readonly Part[]) {
  const component = (type: string, one: Omit<Part, "text">) => ({
    type,
    "bom-ref": purlOf(one),
    name: one.name,
    version: one.version,
    licenses: [{ expression: one.license }],
    purl: purlOf(one),
  });
  const own = component("application", { name, version, license });
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.5.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: { component: own },
    components: parts.map((part) => component("library", part)),
    dependencies: [{ ref: own["bom-ref"], dependsOn: parts.map(purlOf) }],
  };
}
