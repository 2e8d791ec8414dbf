// What the API can do, by the names of its operations, for pages that ask it the same: their forms are read against its schemas, and no rule is written twice.
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Right } from '../../domain/access/rights.ts';
import type { RouteDependencies } from './dependencies.ts';
import type { Access } from './holders.ts';
import { parse } from './parse.ts';

export interface Operation {
  operationId: string;
  right: Right | 'none';
  query?: z.ZodType;
  body?: z.ZodType;
  handle(deps: RouteDependencies, call: OperationCall): Promise<unknown>;
}

export interface OperationCall {
  params: Record<string, string>;
  query: unknown;
  body: unknown;
  key: Access;
  request: Request;
  response: Response;
}

export type Operations = (operationId: string) => Operation;

/** Throws for a name that no operation has. */
export function operationsOf(table: readonly Operation[]): Operations {
  const byName = new Map(table.map((each) => [each.operationId, each]));
  return (operationId) => {
    const found = byName.get(operationId);
    if (!found) throw new TypeError(`the API has no operation ${operationId}`);
    return found;
  };
}

/** As if it had come over the API from who is signed in. Throws what the API would answer with. */
export function perform<T>(
  operation: Operation,
  deps: RouteDependencies,
  { query = {}, body, ...call }: Omit<OperationCall, 'query' | 'body'> & { query?: unknown; body?: unknown },
): Promise<T> {
  return operation.handle(deps, {
    ...call,
    query: operation.query && parse(operation.query, query),
    body: operation.body && parse(operation.body, body),
  }) as Promise<T>;
}
