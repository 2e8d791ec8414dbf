// One route of the HTTP API: all that Express, the OpenAPI document and the audit trail are made from.
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Right } from '../domain/access/rights.ts';
import type { Access } from './http/holders.ts';
import type { Audited } from './http/address.ts';
import type { RouteDependencies } from './http/dependencies.ts';
import type { ErrorCode } from './http/problems.ts';

export type Tag =
  | 'Service'
  | 'Engagements'
  | 'Documents'
  | 'Milestones'
  | 'Decisions'
  | 'Work'
  | 'Record'
  | 'Outputs'
  | 'Webhooks'
  | 'Reports'
  | 'Audit log'
  | 'Retention';

type NamesIn<P extends string> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

/** One request, read against the route's schemas. */
export interface Call<P extends string, Q, B> {
  params: Record<NamesIn<P>, string>;
  query: Q;
  body: B;
  /** Whom it is answered for: what a path names is theirs to see by then, what a query or body names is not. */
  key: Access;
  request: Request;
  response: Response;
}

export interface Route<
  P extends string = string,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  A extends z.ZodType = z.ZodType,
> {
  method: 'get' | 'post' | 'patch';
  /** With parameters in braces, as OpenAPI writes them. */
  path: P;
  operationId: string;
  tag: Tag;
  /** What key or person need for it. `none`: there need be neither. */
  right: Right | 'none';
  summary: string;
  /** What the summary does not tell. */
  description?: string;
  query?: Q;
  /** Header fields that belong to it; the handler reads them. */
  headers?: Readonly<Record<string, z.ZodType>>;
  body?: B;
  /** The body is the file itself, and is left for the handler to read. */
  takesFile?: true;
  /** Status of the usual answer, 200 by default. Where it is 201, the same asked again gets the same with 200. */
  status?: 201 | 202 | 204;
  /** Shape of the answer, as JSON. */
  answer?: A;
  /** Media types of answers that are not JSON. */
  media?: readonly string[];
  /** Another answer than the usual one. */
  otherwise?: { status: number; description: string; answer: z.ZodType };
  /** Fields of the answer that are kept nowhere, for who repeats the request neither: secrets. The answer may lack them. */
  shownOnce?: readonly string[];
  /** Codes of the problems it can be answered with, beside those that follow from its shape. */
  problems?: readonly ErrorCode[];
  audited: Audited;
  /** `personId` is whom it is about; elsewhere it is who acts. */
  isAboutPerson?: true;
  /** Gives the answer, or writes it to the response and gives undefined. The status is set before, and may be set anew. */
  handle(deps: RouteDependencies, call: Call<P, z.output<Q>, z.output<B>>): Promise<z.input<A> | undefined>;
}

/** A route whose handler is typed by its path and schemas, in the shape that all of them share. */
export const route = <
  const P extends string,
  Q extends z.ZodType = z.ZodUnknown,
  B extends z.ZodType = z.ZodUnknown,
  A extends z.ZodType = z.ZodUndefined,
>(
  given: Route<P, Q, B, A>,
): Route => given;

/** A page of a list, with the cursor of the next one. */
export const pageOf = <T extends z.ZodType>(items: T) =>
  z.object({ items: z.array(items), next: z.string().optional().describe('cursor of the next page') });

/** As it comes back from the record or over the wire: without fields that are undefined. */
export const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** What a path is refused with that names a milestone whose record may have been disposed of. */
export const onRecord = ['MILESTONE_DISPOSED'] as const satisfies readonly ErrorCode[];

export const readOf = (on: Audited['on']): Audited => ({ as: 'recordRead', on });
export const actOn = (on: Audited['on']): Audited => ({ as: 'administered', on });
export const notAudited: Audited = { as: 'nothing', on: 'service' };
