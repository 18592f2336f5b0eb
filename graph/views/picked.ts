/** Optional properties: the value, or no such property at all where it can't be told. */
export const picked = <K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: T };
