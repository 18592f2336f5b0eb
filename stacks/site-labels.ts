/** What names of one site each ask of the settings: labels that DNS takes, each of one thing alone. Pure. */
import { labelProblems, siteLabel } from "../components/site-names";
import { type Finding, show } from "./problems";
import { LONGEST_NAME } from "./values";

export interface NamedSite {
  /** In the list of sites. */
  readonly index: number;
  readonly id: string;
}

/** @param publicLabels first labels of the capabilities' public names */
export function siteLabels(
  publicLabels: readonly string[],
  sites: readonly NamedSite[],
  domain: unknown,
): Finding[] {
  const ids = [...new Set(sites.map(({ id }) => id))];
  const wrong = labelProblems(publicLabels, ids).map(({ label, site, because }): Finding => {
    const index = sites.find(({ id }) => id === site)?.index ?? 0;
    const found = `${site}, whose name ${show(label)} ${because}`;
    return {
      path: ["sites", index],
      found,
      wanted: "a site that every public label can be put before: another label in the catalog",
    };
  });
  return [...wrong, ...tooLong(publicLabels, ids, domain)];
}

/** What the schema says of a domain is said there: of one that is too long for a public name already, say. */
function tooLong(publicLabels: readonly string[], ids: readonly string[], domain: unknown): Finding[] {
  if (typeof domain !== "string") return [];
  const names = publicLabels.flatMap((label) =>
    ids.map((id) => ({ label, name: `${siteLabel(label, id)}.${domain}` })),
  );
  const longest = names.sort((a, b) => b.name.length - a.name.length)[0];
  if (!longest || longest.name.length <= LONGEST_NAME) return [];
  const most = Math.max(...publicLabels.map((label) => `${label}.${domain}`.length));
  if (most > LONGEST_NAME) return [];
  const spare = LONGEST_NAME - (longest.name.length - domain.length);
  return [
    {
      path: ["domain"],
      found: `${domain.length} characters`,
      wanted: `${spare} at most, as ${longest.name.slice(0, longest.name.length - domain.length - 1)} is put before it`,
    },
  ];
}
