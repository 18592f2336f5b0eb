/** The package's README: the page for whoever has a program of their own, and the pages that it leads to. Pure. */

/** @param page of docs/, whose links lead to others there */
export function readmeOf(page: string): { readonly text: string; readonly pages: readonly string[] } {
  const link = /\]\(([\w-]+\.md)\)/g;
  const pages = [...new Set([...page.matchAll(link)].map(([, file = ""]) => file))];
  return { text: page.replace(link, (_, file: string) => `](docs/${file})`), pages };
}
