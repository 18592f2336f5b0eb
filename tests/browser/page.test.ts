/** The page in a real browser, where there is one: Debian's chromium, or what CHROMIUM names. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { survivalVerdict } from "../../cli/survey";
import { renderHtml } from "../../report/html/page";
import { stackGraph } from "../support/graphs";

const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser"].find(
  (file) => file !== undefined && existsSync(file),
);
if (!executablePath)
  console.warn("skipped: the page in a browser, as there is no /usr/bin/chromium and CHROMIUM names none");

/** What finds what people who can't see, or can't use a mouse, stumble over; installed with the rest. */
const axe = [process.env.AXE, path.join(__dirname, "../../node_modules/axe-core/axe.min.js")].find(
  (file) => file !== undefined && existsSync(file),
);
if (!axe) console.warn("skipped: axe-core on the page, as it isn't installed (npm ci)");

/** Flags that keep a browser without a network from trying to reach one. */
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

describe.skipIf(!executablePath)("the page of prod in a browser", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "twincloud-page-"));
  const file = path.join(folder, "preview.html");
  let browser: Browser;
  let page: Page;
  const troubles: string[] = [];

  beforeAll(async () => {
    const graph = stackGraph("prod");
    const survival = survivalVerdict(graph, new Date("2026-03-03T13:24:00Z"));
    writeFileSync(file, renderHtml({ stack: "prod", graph, ...(survival ? { survival } : {}) }));
    browser = await chromium.launch({ executablePath, args });
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on("console", (message) => {
      if (message.type() === "error") troubles.push(message.text());
    });
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith("file:")) troubles.push(`loads ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("loads nothing and reports no error", () => {
    expect(troubles).toEqual([]);
  });

  it("greys the sites of a lost provider and gives their traffic to the others", async () => {
    await page.selectOption("#scenario", "provider:oci");
    expect(
      await page
        .locator("[data-site].lost")
        .evaluateAll((all) => all.map((one) => one.getAttribute("data-site"))),
    ).toEqual(["oci-us-ashburn-1", "oci-us-chicago-1"]);
    // 30 and 20 of the 50 percent that are left.
    expect(await page.locator('[data-share="aws-us-east-2"]').textContent()).toBe("60 % of traffic");
    expect(await page.locator('[data-share="aws-us-west-2"]').textContent()).toBe("40 % of traffic");
  });

  const ashburn = async () => [
    await page.locator('[data-share="oci-us-ashburn-1"]').textContent(),
    await page.locator('[data-served="oci-us-ashburn-1"]').textContent(),
  ];
  const move = (position: number) =>
    page.locator("#moment").evaluate((slider, value) => {
      (slider as HTMLInputElement).value = String(value);
      slider.dispatchEvent(new Event("input"));
    }, position);

  it("shows a brownout as the model has it: half fails at first, and a second later all is handed on", async () => {
    await page.selectOption("#scenario", "site:oci-us-ashburn-1:brownout:0.5");
    await page.selectOption("#capability", "upload");
    // A canary keeps it known: DNS has no reason to lead anybody away, and peers serve the site's fifth.
    expect(await page.locator("#moment-text").textContent()).toBe("lastingly");
    expect(await ashburn()).toEqual(["20 % of traffic", "all of it served"]);
    await move(0);
    expect(await ashburn()).toEqual(["20 % of traffic", "50 % of it served"]);
    expect(await page.locator(".link.handing").count()).toBe(0);
    // The eighth failure at a pod of the edge comes within the second: an axis of 480 steps, by its logarithm over six hours.
    await move(5);
    expect(await page.locator("#moment-text").textContent()).toBe("after 1 s");
    expect(await ashburn()).toEqual(["20 % of traffic", "all of it served"]);
    // More is served than its own parts could: to its three peers.
    expect(await page.locator(".link.handing").count()).toBe(3);
    expect(await page.locator('[data-mark="site:oci-us-ashburn-1"]').textContent()).toBe("50 % fail");
  });

  it("turns to the users whom a scenario moves, and shows others' when asked", async () => {
    await page.selectOption("#scenario", "workload:oci-us-ashburn-1/feed");
    expect(await page.locator("#capability").inputValue()).toBe("feed");
    expect(await ashburn()).toEqual(["0 % of traffic", ""]);
    await page.selectOption("#capability", "upload");
    expect(await ashburn()).toEqual(["20 % of traffic", "all of it served"]);
  });

  it("greys an authority that is silent, and no line that leads through another", async () => {
    await page.selectOption("#scenario", "dns-authority:oci");
    const lost = (selector: string) =>
      page.locator(selector).evaluate((one) => one.classList.contains("lost"));
    expect(await lost('[data-authority="oci"]')).toBe(true);
    expect(await lost('[data-flow="oci aws-us-east-2"]')).toBe(true);
    expect(await lost('[data-flow="aws aws-us-east-2"]')).toBe(false);
  });

  it("says for every capability what users have, in words and not in colour alone", async () => {
    await page.selectOption("#scenario", "provider:oci");
    const rows = await page.locator("#verdicts tbody tr").allTextContents();
    for (const row of rows) expect(row).toMatch(/U up|D degraded|X down/);
    const names = await page.locator("#verdicts tbody th").allTextContents();
    expect(names.flatMap((name) => name.split(", "))).toHaveLength(7);
  });

  it("draws the served share of the chosen scenario, and nothing when nothing fails", async () => {
    await page.selectOption("#scenario", "provider:oci");
    expect(await page.locator("#chart polyline").count()).toBeGreaterThan(0);
    await page.selectOption("#scenario", "");
    expect(await page.locator("#chart polyline").count()).toBe(0);
    expect(await page.locator("[data-site].lost").count()).toBe(0);
  });

  it("replays an outage of the past from the matrix, by keyboard", async () => {
    await page.locator('[data-choose="oracle-ashburn-2026-03"]').focus();
    await page.keyboard.press("Enter");
    expect(await page.locator("#scenario").inputValue()).toBe("oracle-ashburn-2026-03");
    expect(await page.locator('[data-row="oracle-ashburn-2026-03"]').getAttribute("class")).toContain(
      "chosen",
    );
  });

  it("opens on the scenario that its address names, and the address follows what is shown", async () => {
    const other = await browser.newPage();
    await other.goto(`${pathToFileURL(file).href}#site%3Aaws-us-east-2?users=upload&at=20`);
    expect(await other.locator("#scenario").inputValue()).toBe("site:aws-us-east-2");
    expect(await other.locator("#capability").inputValue()).toBe("upload");
    expect(await other.locator("#moment-text").textContent()).toBe("after 20 s");
    await other.selectOption("#scenario", "link:aws-oci");
    expect(new URL(other.url()).hash).toMatch(/^#link%3Aaws-oci\?users=/);
    await other.evaluate(() => {
      location.hash = "#provider%3Aoci";
    });
    await other.waitForFunction(
      () => (document.getElementById("scenario") as HTMLSelectElement).value === "provider:oci",
    );
    await other.close();
  });

  it("opens on the hardest outage of the past that it survived, and says what users went through", async () => {
    const other = await browser.newPage();
    await other.goto(pathToFileURL(file).href);
    // Of those that hit it and left all served in time, the one that cost most requests: two dips at Ashburn.
    expect(await other.locator("#scenario").inputValue()).toBe("oracle-2026-01");
    expect(await other.locator("#said").textContent()).toMatch(
      /\(January 2026\): \d+ % of the requests fail for .*, all are served after \d+ s\.$/,
    );
    expect(await other.locator("#allowance").textContent()).toContain("no objective says what is allowed");
    await other.close();
  });

  it("answers whether what Ashburn's users notice of a brownout was allowed, by where and what alone", async () => {
    await page.selectOption("#where", "site:oci-us-ashburn-1");
    const offered = await page
      .locator("#scenario option")
      .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
    expect(offered).toContain("site:oci-us-ashburn-1:brownout:0.5");
    expect(offered).not.toContain("site:aws-us-east-2");
    await page.selectOption("#scenario", "site:oci-us-ashburn-1:brownout:0.5");
    // Ashburn has a fifth of the users, of whom half are failed.
    expect(await page.locator("#said").textContent()).toContain("10 % of the requests fail for 2 s");
    expect(await page.locator("#allowance").textContent()).toContain(
      "no objective says what is allowed (of what one covers: 120 s)",
    );
    await page.selectOption("#scenario", "site:oci-us-ashburn-1");
    expect(await page.locator("#allowance").textContent()).toContain("within what is allowed: 120 s");
    await page.selectOption("#where", "");
  });

  it("leads from a site on the map to what can hit it", async () => {
    await page.locator('[data-site="aws-us-west-2"] .box').click();
    expect(await page.locator("#where").inputValue()).toBe("site:aws-us-west-2");
    // What isn't on offer by that is offered again when the table asks for it.
    await page.locator('[data-choose="site:oci-us-chicago-1"]').click();
    expect(await page.locator("#scenario").inputValue()).toBe("site:oci-us-chicago-1");
    expect(await page.locator("#where").inputValue()).toBe("");
  });

  it("shows every fault on the map, by what hits a place or all of it", async () => {
    const unseen = await page.evaluate(() => {
      const { twincloud } = globalThis as unknown as {
        twincloud: {
          unpacked(data: unknown): {
            scenarios: { id: string; touchesNothing: boolean; marks: [string][] }[];
          };
        };
      };
      const data = twincloud.unpacked(JSON.parse(document.getElementById("data")?.textContent ?? ""));
      const isThere = (target: string) => {
        const [kind, name] = [target.split(":")[0], target.slice(target.indexOf(":") + 1)];
        const attribute = kind === "link" ? `[data-link="${name}"]` : `[data-mark="${target}"]`;
        return document.querySelector(attribute) !== null;
      };
      return data.scenarios
        .filter(({ touchesNothing, marks }) => !touchesNothing && !marks.some(([target]) => isThere(target)))
        .map(({ id }) => id);
    });
    expect(unseen).toEqual([]);
  });

  it("cuts the lines of a link that is lost, and no others", async () => {
    await page.selectOption("#scenario", "link:aws-oci");
    // Two sites here by two sites there.
    expect(await page.locator(".link.cut").count()).toBe(4);
    await page.selectOption("#scenario", "site:aws-us-east-2");
    expect(await page.locator(".link.cut").count()).toBe(0);
  });

  it("plays a fault from its beginning to its end by keyboard, in steps where no motion is wanted", async () => {
    const other = await browser.newPage({ reducedMotion: "reduce" });
    await other.goto(`${pathToFileURL(file).href}#provider%3Aoci`);
    await other.locator("#play").focus();
    await other.keyboard.press("Enter");
    expect(await other.locator("#play").textContent()).toBe("Pause");
    await other.waitForFunction(() => (document.getElementById("moment") as HTMLInputElement).value === "48");
    await other.keyboard.press("Enter");
    expect(await other.locator("#play").textContent()).toBe("Play");
    await other.close();
  });

  it("zooms in at the moment, and back to the whole fault", async () => {
    await page.selectOption("#scenario", "provider:oci");
    const last = () => page.locator("#chart svg text.soft").allTextContents();
    expect((await last()).join(" ")).toContain("4 h");
    await move(200);
    await page.click('[data-zoom="in"]');
    expect((await last()).join(" ")).not.toContain("10 s");
    await page.click('[data-zoom="whole"]');
    expect((await last()).join(" ")).toContain("10 s");
  });

  it("finds faults by words, and shows only what isn't up", async () => {
    const shown = () => page.locator("tr[data-row]:visible").count();
    const all = await shown();
    await page.fill("#find", "brownout ashburn");
    const found = await page.locator("tr[data-row]:visible").allTextContents();
    expect(found.length).toBeGreaterThan(3);
    for (const row of found) expect(row.toLowerCase()).toMatch(/brownout.*ashburn/);
    await page.fill("#find", "");
    await page.selectOption("#only", "hurts");
    expect(await shown()).toBeLessThan(all);
    expect(await page.locator("tr[data-row]:visible td.down").count()).toBeGreaterThan(0);
    // Nothing is missed.
    await page.selectOption("#only", "missed");
    expect(await shown()).toBe(0);
    await page.selectOption("#only", "");
    expect(await shown()).toBe(all);
  });

  describe.skipIf(!axe)("to axe-core", () => {
    const widths = [360, 768, 1280];
    it.each(
      widths.flatMap((width) => (["light", "dark"] as const).map((scheme) => [width, scheme] as const)),
    )(
      "has nothing wrong at %i pixels in the %s scheme",
      async (width, colorScheme) => {
        const other = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
        await other.goto(`${pathToFileURL(file).href}#provider%3Aoci`);
        await other.evaluate(readFileSync(axe as string, "utf8"));
        const wrong = await other.evaluate(async () => {
          const { axe } = globalThis as unknown as {
            axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
          };
          const { violations } = await axe.run();
          return violations.map(
            ({ id, nodes }) => `${id}: ${nodes.length}, such as ${nodes[0]?.html.slice(0, 200)}`,
          );
        });
        expect(wrong).toEqual([]);
        await other.close();
      },
      120_000,
    );
  });

  it("is a report of at most three pages on paper", async () => {
    const other = await browser.newPage();
    await other.goto(pathToFileURL(file).href);
    const paper = await other.pdf({
      format: "A4",
      margin: { top: "1cm", bottom: "1cm", left: "1cm", right: "1cm" },
    });
    const pages = paper.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThan(0);
    expect(pages).toBeLessThanOrEqual(3);
    await other.close();
  });

  it.each(["light", "dark"] as const)(
    "is readable in the %s scheme: text stands out from its ground",
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      const ratio = await page.evaluate(() => {
        const rgb = (text: string) => (text.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
        const luminance = (text: string) =>
          rgb(text)
            .map((part) => part / 255)
            .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
            .reduce((sum, part, i) => sum + part * ([0.2126, 0.7152, 0.0722][i] ?? 0), 0);
        const { color, backgroundColor } = getComputedStyle(document.body);
        const [a = 0, b = 0] = [luminance(color), luminance(backgroundColor)].sort((x, y) => y - x);
        return (a + 0.05) / (b + 0.05);
      });
      expect(ratio).toBeGreaterThan(7);
    },
  );

  it("cuts no cell's text on a phone", async () => {
    const narrow = await browser.newPage({ viewport: { width: 360, height: 800 } });
    await narrow.goto(pathToFileURL(file).href);
    const cut = await narrow.evaluate(() =>
      Array.from(document.querySelectorAll(".matrix td"))
        .filter((cell) => cell.scrollWidth > cell.clientWidth)
        .map((cell) => cell.textContent),
    );
    expect(cut).toEqual([]);
    await narrow.close();
  });

  it("fits a narrow window without scrolling sideways", async () => {
    const narrow = await browser.newPage({ viewport: { width: 400, height: 800 } });
    await narrow.goto(pathToFileURL(file).href);
    const over = await narrow.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(over).toBeLessThanOrEqual(0);
    await narrow.close();
  });

  it("is under 700 KB", async () => {
    const { size } = await import("node:fs").then(({ statSync }) => statSync(file));
    expect(size).toBeLessThan(700_000);
  });
});
