/** Asks for what no flag said, one thing after the other; what an answer gets wrong is said with all the rest. */
import { providerNames } from "../../graph/clouds/facts";
import { InputError } from "../../report/input-error";
import type { Written } from "./answers";

type Ask = (question: string) => Promise<string | undefined>;

/**
 * What was written, with what was asked for. Nothing is asked twice: an empty answer takes what stands in brackets.
 * @throws InputError where the answers end too soon
 */
export async function askedFor(written: Written, ask: Ask): Promise<Written> {
  const answer = async (question: string, usual = ""): Promise<string> => {
    const said = await ask(usual === "" ? `${question}: ` : `${question} [${usual}]: `);
    if (said === undefined) throw new InputError("init: the answers ended; nothing was written");
    return said === "" ? usual : said;
  };
  const name = written.name ?? (await answer("name of the stack", "chat"));
  const domain =
    written.domain ?? (await answer("domain, below which its public names stand", `${name}.example.com`));
  const jurisdiction = written.jurisdiction ?? (await answer("where data must stay, a country or eu", "us"));
  const site =
    written.site.length > 0
      ? written.site
      : words(await answer("sites, each PROVIDER or PROVIDER-REGION", providerNames.join(" ")));
  const capability = written.capability.length > 0 ? written.capability : await capabilities(answer);
  return { name, domain, jurisdiction, site, capability };
}

async function capabilities(
  answer: (question: string, usual?: string) => Promise<string>,
): Promise<string[]> {
  const found: string[] = [];
  for (;;) {
    const which =
      found.length === 0
        ? "a capability: what its users can do, such as messages"
        : "another one, or nothing";
    const name = await answer(which);
    if (name === "") return found;
    const isPublic = /^y/i.test(await answer(`do users ask for ${name} by a name of its own? y or n`, "y"));
    const others = found.map((one) => one.split(":")[0] ?? "");
    const known = ["store", "queue", ...others].join(", ");
    const needs = words(await answer(`what ${name} needs of ${known}; nothing for none of them`));
    found.push(`${name}:${isPublic ? "public" : "inside"}:${needs.join(",")}`);
  }
}

const words = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== "");
