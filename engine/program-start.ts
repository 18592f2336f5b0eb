/** What starts a program in a process of its own: nothing that has to be loaded first. */
export interface ProgramStart {
  readonly project: string;
  readonly stack: string;
  readonly organization?: string;
  /** Values as the program reads them, by `<namespace>:<key>`; structured ones as JSON. */
  readonly config: Readonly<Record<string, string>>;
  readonly secretConfigKeys: readonly string[];
  /** Folder of the project's file; absolute. Source positions are relative to it. */
  readonly projectRoot: string;
  /** Folder that the program starts in; absolute. */
  readonly folder: string;
  /** What is run: a path, or `.` for what the package says. */
  readonly entry: string;
  /** The SDK's own launcher, of the program's own SDK. */
  readonly launcher: string;
  /** Arguments for Node itself. */
  readonly nodeArguments: readonly string[];
  readonly typescript: boolean;
  /** All of the environment that the program gets. */
  readonly env: Readonly<Record<string, string>>;
  /** A line that the program wrote. */
  readonly onLine: (line: string) => void;
}
