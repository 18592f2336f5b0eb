/** The kinds of clients, one a file. */
import type { ClientKind } from "../plan";
import type { MakeClients } from "./client";
import { keptClients } from "./kept";
import { mobileClients } from "./mobile";
import { racedClients } from "./raced";
import { shortClients } from "./short";

/** How many times as long a patient client waits. */
const PATIENT = 3;

export const makeClients: Readonly<Record<ClientKind, MakeClients>> = {
  short: shortClients(1),
  kept: keptClients,
  patient: shortClients(PATIENT),
  mobile: mobileClients,
  raced: racedClients,
};
