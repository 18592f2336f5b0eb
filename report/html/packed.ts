/** The page's data as the page holds it: each verdict once, as many scenarios have the same. The script unpacks it. */
import type { PageData, PageVerdict } from "./data";

type Places = Readonly<Record<string, number>>;

export interface PackedData extends Omit<PageData, "calm" | "scenarios"> {
  readonly verdicts: readonly PageVerdict[];
  /** By capability: places in `verdicts`. */
  readonly calm: Places;
  readonly scenarios: readonly (Omit<PageData["scenarios"][number], "verdicts"> & {
    readonly verdicts: Places;
  })[];
}

export function packed(data: PageData): PackedData {
  const verdicts: PageVerdict[] = [];
  const known = new Map<string, number>();
  const placesOf = (own: PageData["calm"]): Places =>
    Object.fromEntries(
      Object.entries(own).map(([name, verdict]) => {
        const key = JSON.stringify(verdict);
        const place = known.get(key) ?? verdicts.push(verdict) - 1;
        known.set(key, place);
        return [name, place];
      }),
    );
  const calm = placesOf(data.calm);
  const scenarios = data.scenarios.map((scenario) => ({
    ...scenario,
    verdicts: placesOf(scenario.verdicts),
  }));
  return { ...data, calm, scenarios, verdicts };
}
