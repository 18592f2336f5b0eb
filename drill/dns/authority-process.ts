/** An authority in a process of its own: ToAuthority in, FromAuthority out; each change of its answers a line of its log. */
import { Authority } from "./authority";
import { asForked } from "./forked";
import type { AnswerChange, AuthorityPlan, FromAuthority, ToAuthority } from "./plan";

let authority: Authority | undefined;

asForked<ToAuthority, FromAuthority>(
  async (message, say) => {
    if (message.kind === "configure") {
      authority?.close();
      authority = undefined;
      authority = await Authority.start(message.plan, (change) => {
        console.log(lineOf(message.plan, change));
        say({ kind: "changed", change });
      });
      say({ kind: "listening" });
      return;
    }
    if (!authority) throw new Error(`nothing is configured: 'configure' must come before '${message.kind}'`);
    if (message.kind === "mode") authority.mode = message.mode;
    else if (message.kind === "checkers-gone") authority.lose(message.names);
    else say({ kind: "status", number: message.number, status: authority.status() });
  },
  (message) => ({ kind: "failed", message }),
);

function lineOf({ provider }: AuthorityPlan, { at, host, answered, because }: AnswerChange): string {
  const shares = answered.map(({ address, share }) => `${address} ${Math.round(share * 100)} %`);
  const answers = shares.length > 0 ? shares.join(", ") : "no address";
  return `${new Date(at * 1000).toISOString()} ${provider} ${host}: ${answers}; ${because}`;
}
