// Reads of the API for pages that put several together: what somebody has no right to is not asked for.
import { perform } from '../../api/http/operations.ts';
import { engagementOf } from '../../api/http/access.ts';
import { inScope } from '../../db/inScope.ts';
import { mayAnywhere, mayIn, scopeWith } from '../../domain/access/holders.ts';
import type { Right } from '../../domain/access/rights.ts';
import type { PageCall, PageDependencies } from './pageRoute.ts';

/** In the engagement that the page is about, else anywhere. */
export function mayHere({ access: { holder }, request }: PageCall, right: Right): boolean {
  const engagementId = engagementOf(request);
  return engagementId === undefined ? mayAnywhere(holder, right) : mayIn(holder, right, engagementId);
}

/** What the operation answers, within the engagements of its right; undefined for who has that right nowhere, or not here. */
export async function ask<T>(
  deps: PageDependencies,
  call: PageCall,
  operationId: string,
  { query = {} }: { query?: object } = {},
): Promise<T | undefined> {
  const operation = deps.operations(operationId);
  const { access, params, request, response } = call;
  const { right } = operation;
  if (right === 'none' || !mayHere(call, right)) return undefined;
  const key = { ...access, scope: scopeWith(access.holder, right) };
  const db = Object.keys(params).length === 0 ? inScope(deps.pool, key.scope) : deps.db;
  return perform<T>(operation, { ...deps, db }, { params, query, key, request, response });
}
