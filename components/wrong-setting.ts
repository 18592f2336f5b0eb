/** A setting that is well formed, and that nothing can be built from: told as every wrong setting is. */
export class WrongSettingError extends Error {
  override readonly name = "WrongSettingError";

  /** @param path of its key below the namespace */
  constructor(
    readonly path: readonly (string | number)[],
    readonly found: string,
    readonly wanted: string,
  ) {
    super(`${path.join(".")}: found ${found}, wanted ${wanted}`);
  }
}
