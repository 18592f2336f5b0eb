/** The page in a real browser, where there is one: Debian's chromium, or what CHROMIUM names. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
    // The eighth failure at a pod of the edge comes within the second.
    await move(1);
    expect(await page.locator("#moment-text").textContent()).toBe("after 1 s");
    expect(await ashburn()).toEqual(["20 % of traffic", "all of it served"]);
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
    const cards = await page.locator("#verdicts .card").allTextContents();
    expect(cards).toHaveLength(7);
    for (const card of cards) expect(card).toMatch(/U up|D degraded|X down/);
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

  it("opens on the scenario that its address names", async () => {
    const other = await browser.newPage();
    await other.goto(`${pathToFileURL(file).href}#site%3Aaws-us-east-2`);
    expect(await other.locator("#scenario").inputValue()).toBe("site:aws-us-east-2");
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
