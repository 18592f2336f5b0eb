/** What a provider says of a resource that is changed and stays. */
import { isMap, type Properties, type PropertyValue } from "./values";

/** The same value in each of the four; absent where it isn't there. */
interface Sides {
  /** What the provider would say if the resource were made anew. */
  readonly planned: PropertyValue | undefined;
  /** What it said. */
  readonly was: PropertyValue | undefined;
  /** What the program gave before. */
  readonly asked: PropertyValue | undefined;
  /** What it gives now. */
  readonly given: PropertyValue | undefined;
}

/**
 * What the program gives is said again; what the provider adds by itself, however deep, is as it was. What the program
 * gave once and gives no more is as it would be of a new one.
 */
export function updatedOutputs(sides: {
  readonly planned: Properties;
  readonly was: Properties;
  readonly asked: Properties;
  readonly given: Properties;
}): Properties {
  return Object.fromEntries(fields(sides));
}

function fields({ planned, was, asked, given }: Sides): [string, PropertyValue][] {
  const [p, w, a, g] = [planned, was, asked, given].map((one) => (isMap(one) ? one : {})) as [
    Properties,
    Properties,
    Properties,
    Properties,
  ];
  return [...new Set([...Object.keys(p), ...Object.keys(w), ...Object.keys(g)])].flatMap((key) => {
    const value = updated({ planned: p[key], was: w[key], asked: a[key], given: g[key] });
    return value === undefined ? [] : [[key, value]];
  });
}

function updated(sides: Sides): PropertyValue | undefined {
  const { planned, was, asked, given } = sides;
  if (given === undefined) return asked === undefined ? (was ?? planned) : planned;
  if (isMap(given)) return isMap(was) || isMap(planned) ? Object.fromEntries(fields(sides)) : given;
  if (!Array.isArray(given)) return given;
  return given.map((item, at) => {
    // Items are told apart by their place alone: of a list that became longer or shorter nobody knows which is which.
    const isSameList = Array.isArray(was) && was.length === given.length;
    const [then, before, now] = [was, asked, planned].map((list) =>
      Array.isArray(list) ? list[at] : undefined,
    );
    const old = isSameList ? { was: then, asked: before } : { was: undefined, asked: undefined };
    return updated({ planned: now, given: item, ...old }) ?? item;
  });
}
