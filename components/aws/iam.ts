/** IAM policy documents: their form, and who may take a role. Pure. */
import type { ServiceAccountRef } from "../contracts";

export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Readonly<Record<string, string>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Condition;
}

/** A policy as the JSON that AWS takes. */
export function policy(...statements: readonly Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** ARN of a role by its name. */
export const roleArn = (accountId: string, name: string): string => `arn:aws:iam::${accountId}:role/${name}`;

/** Lets an AWS service take a role. */
export function serviceTrust(
  service: string,
  actions: readonly string[] = ["sts:AssumeRole"],
  condition?: Condition,
): string {
  const trust: Statement = { Effect: "Allow", Principal: { Service: service }, Action: actions };
  return policy(condition ? { ...trust, Condition: condition } : trust);
}

/**
 * Lets one service account of one EKS cluster take a role by Pod Identity, which states both as tags of the
 * session it asks for.
 */
export function podIdentityTrust(
  accountId: string,
  clusterArn: string,
  serviceAccount: ServiceAccountRef,
): string {
  return serviceTrust("pods.eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"], {
    StringEquals: {
      "aws:SourceAccount": accountId,
      "aws:RequestTag/eks-cluster-arn": clusterArn,
      "aws:RequestTag/kubernetes-namespace": serviceAccount.namespace,
      "aws:RequestTag/kubernetes-service-account": serviceAccount.name,
    },
  });
}

/**
 * Lets one service account of a cluster elsewhere take a role with a token of its own.
 * @param providerArn of the cluster's issuer in IAM.
 * @param issuer of the tokens, a URL.
 * @param audience that the tokens must be meant for.
 */
export function webIdentityTrust(
  providerArn: string,
  issuer: string,
  audience: string,
  serviceAccount: ServiceAccountRef,
): string {
  // IAM names a token's claims by its issuer, without the scheme.
  const claims = issuer.replace(/^https:\/\//, "");
  return policy({
    Effect: "Allow",
    Principal: { Federated: providerArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        [`${claims}:aud`]: audience,
        [`${claims}:sub`]: `system:serviceaccount:${serviceAccount.namespace}:${serviceAccount.name}`,
      },
    },
  });
}
