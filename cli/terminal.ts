/** Questions to whoever sits at the terminal. */
import { createInterface } from "node:readline";

/** The answer, without blanks around it; nothing where the input has ended (Ctrl-D). */
export function askAtTerminal(question: string): Promise<string | undefined> {
  // Standard output is for what the command says.
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((answered) => {
    terminal.once("close", () => answered(undefined));
    terminal.question(question, (answer) => {
      answered(answer.trim());
      terminal.close();
    });
  });
}
