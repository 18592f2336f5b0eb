/** What is told of public names, whichever cloud answers them: addresses, checks, answers and zones. */
import type { Graph, GraphResource, Value } from "../resource";
import type { ProviderName } from "./contract";

/** A public address: the resource that it is, where one is found, and its text, where it is known. */
export interface AddressView {
  readonly ip?: string;
  readonly resource?: GraphResource;
  /** `<provider>-<region>` where the resource stands. */
  readonly site?: string;
  /** Equal for equal addresses; undefined where nothing is known of it. */
  readonly key?: string;
}

/** The public addresses of all clouds: any cloud's records and checks may name any of them. */
export interface AddressBook {
  readonly graph: Graph;
  /** What an address's text means: the resource that has it, or just the text. */
  ofIp(ip: string): AddressView;
  /** The addresses among resources that a property was made from. */
  among(urns: readonly string[]): AddressView[];
  /**
   * The addresses of an input, one a value: by their texts where those are known, else by what the input was made
   * from. One of which nothing can be told has no key.
   * @param values undefined where not even the list is known
   */
  named(
    resource: GraphResource,
    input: string,
    values: readonly (Value | undefined)[] | undefined,
  ): AddressView[];
}

export interface CheckView {
  readonly resource: GraphResource;
  readonly authority: ProviderName;
  /** `HTTPS`, `TCP`, `CALCULATED`, …, as the provider spells it. */
  readonly protocol?: string;
  readonly path?: string;
  /** The Host that it asks for. */
  readonly host?: string;
  readonly port?: number;
  /** Seconds. `timeoutSeconds` is undefined where the provider has no setting for it (Route 53). */
  readonly intervalSeconds?: number;
  readonly timeoutSeconds?: number;
  /** Failures in a row; undefined where the provider has no setting for it (OCI). */
  readonly threshold?: number;
  /** Checker regions or vantage points named; 0 where the provider chooses. */
  readonly vantages: number;
  readonly vantageNames: readonly string[];
  readonly disabled: boolean;
  readonly inverted: boolean;
  readonly targets: readonly AddressView[];
  /** Checks that a calculated one is made of. */
  readonly children: readonly GraphResource[];
}

export interface AnswerView {
  /** The record, or the policy that holds the answer. */
  readonly resource: GraphResource;
  readonly name: string;
  readonly address: AddressView;
  /** A name or alias that it answers with instead of an address. */
  readonly target?: string;
  /** An alias that is left out while what it leads to is unwell. */
  readonly evaluatesTarget?: boolean;
  readonly weight?: number;
  /** Given only while none of those before it is well. */
  readonly standby?: true;
  /** Given to users of some places only: who stands elsewhere, or loses it, gets no answer. */
  readonly forPlaces?: true;
  /** Switched off, or dropped by a filter of its policy. */
  readonly disabled: boolean;
  /** The check that can take it out; undefined where there is none. */
  readonly check?: CheckView;
  /** Whether its address is exactly a target of that check; undefined where that can't be told. */
  readonly checkedExactly?: boolean;
}

/** How an authority picks among answers: by weight with checks, or a plain record set of all. */
export type Answering = "weighted" | "steering" | "plain" | "other";

export interface AuthorityView {
  readonly provider: ProviderName;
  readonly answering: Answering;
  readonly recordType: string;
  /** Seconds, the longest where there are several; none for aliases. */
  readonly ttl?: number;
  /** Every time to live that is given, each once; none where one of them isn't known. */
  readonly ttls: readonly number[];
  /** How many answers are given at a time, where a policy limits them. */
  readonly limit?: number;
  readonly answers: readonly AnswerView[];
  /** All resources that answer: records, or attachment, policy and record set beneath. */
  readonly resources: readonly GraphResource[];
  /** The zone that they are in, where it is in the graph. */
  readonly zone?: ZoneView;
  /** Steering: the policy, the types of its rules in their order, and the monitor that it names. */
  readonly policy?: GraphResource;
  readonly ruleTypes?: readonly string[];
  readonly monitor?: CheckView;
  /** Steering: the plain record set that answers should the policy's attachment be gone. */
  readonly beneath?: {
    readonly resource: GraphResource;
    readonly addresses: readonly AddressView[];
    readonly ttl?: number;
    readonly ttls: readonly number[];
  };
}

export interface ZoneView {
  readonly provider: ProviderName;
  readonly resource: GraphResource;
  /** Lower case, without a trailing dot. */
  readonly domain?: string;
  /** Answered inside networks only. */
  readonly private: boolean;
  /** The servers that its provider gave it; undefined where they aren't known yet. */
  readonly servers?: readonly string[];
  /** How many servers its provider gives a zone. */
  readonly serverCount: number;
  /** Whether its provider keeps its own servers among the zone's NS records whatever the program writes there. */
  readonly keepsOwnServers: boolean;
}

/** A zone's own SOA record, where a program writes it. */
export interface StartOfAuthority {
  readonly zone: ZoneView;
  readonly resource: GraphResource;
  /** Seconds; undefined where it isn't told. */
  readonly ttl?: number;
  /** Its seven values in one text, the last of them the time for which it is kept that there is none; undefined where it isn't known. */
  readonly text?: string;
}

/** A record of name servers at the top of a zone: what it says who serves the domain. */
export interface NameServerRecord {
  readonly zone: ZoneView;
  readonly resource: GraphResource;
  readonly input: string;
  /** Undefined where not even the list is known. */
  readonly values: readonly (Value | undefined)[] | undefined;
}
